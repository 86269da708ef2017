/* watches.c - what is known of each descriptor, and what the system was told of it. */
#include "io_selector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

/* Whatever is left is forgotten, and its handles are nowhere. */
void io_selector_close(IoSelector *selector)
{
	for (int fd = 0; fd < selector->n_watches; fd++) {
		Watch *watch = selector->watches[fd];
		for (int i = 0; watch != NULL && i < IO_DIRECTIONS; i++) {
			if (watch->sides[i].handle != NULL)
				handle_cancel(watch->sides[i].handle);
		}
	}
	/* Only now: a selector may have looked at others when it was told of one. */
	for (int fd = 0; fd < selector->n_watches; fd++)
		free(selector->watches[fd]);
	free(selector->watches);
	free(selector->received);
}

/* Calls the callback of a side, which is still there: removing it takes this back. */
static void side_fire(void *arg)
{
	Side *side = arg;

	side->handle->fn(side->handle->arg);
}

static Watch *watch_new(IoSelector *selector, int fd)
{
	Watch *watch = calloc(1, sizeof *watch);

	if (watch == NULL)
		return NULL;
	watch->selector = selector;
	watch->fd = fd;
	for (int i = 0; i < IO_DIRECTIONS; i++) {
		watch->sides[i].watch = watch;
		watch->sides[i].due = (Handle)HANDLE(side_fire, &watch->sides[i]);
		list_init(&watch->sides[i].woken);
	}
	selector->watches[fd] = watch;
	return watch;
}

/* Room for descriptors up to fd. */
static bool selector_grow(IoSelector *selector, int fd)
{
	int n = selector->n_watches > 0 ? selector->n_watches : 16;

	while (n <= fd)
		n = n > fd / 2 ? n * 2 : fd + 1;
	Watch **grown = realloc(selector->watches, (size_t)n * sizeof *grown);
	if (grown == NULL)
		return false;
	memset(grown + selector->n_watches, 0,
	       (size_t)(n - selector->n_watches) * sizeof *grown);
	selector->watches = grown;
	selector->n_watches = n;
	return true;
}

int watch_make(IoSelector *selector, int fd, Watch **watch)
{
	if (fcntl(fd, F_GETFD) < 0)
		return -EBADF;
	if (fd < selector->n_watches || selector_grow(selector, fd))
		*watch = watch_new(selector, fd);
	return *watch == NULL ? -ENOMEM : 0;
}

unsigned watch_interest(const Watch *watch)
{
	unsigned wanted = 0;

	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (watch->sides[i].handle != NULL || watch->sides[i].waiter != NULL)
			wanted |= 1u << i;
	}
	return wanted;
}

int watch_update(Watch *watch)
{
	unsigned wanted = watch_interest(watch);

	if (wanted == 0 && watch->registered == 0)
		return 0;
	int error = watch->selector->update(watch->selector, watch, wanted);
	if (error == 0)
		watch->registered = wanted; /* or the system still knows what it knew */
	return error;
}
