/* watches.c - what a loop knows of each descriptor, and what the kernel was asked to
 * report of it. */
#include "io_selector.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

atomic_uint io_wakeups;

/* The callback of Side.due; the next rung brings it. */
static void side_fire(void *arg);

/* ==== Given: an array that grows is no lesson here ==== */

/* Makes room for descriptors up to fd; returns false if there is no memory. */
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

/* ==== 3.2.2: descriptors, and what poll is asked about them ==== */

/* Makes a watch without interest, for which there is room in selector->watches, and puts
 * it there. Each of its two sides knows the watch, has an empty list of woken waiters,
 * and a handle due that calls side_fire with the side. Returns NULL if there is no
 * memory. */
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

/* Called when a descriptor has no watch. Refuses with -EBADF what is not an open
 * descriptor (fcntl knows). Makes room for the watch, and makes it. Returns 0; or
 * -ENOMEM. If it refuses, *watch is NULL still. */
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
	unsigned interest = 0;

	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (side_is_waited_for(&watch->sides[i]))
			interest |= 1u << i;
	}
	return interest;
}

/* Does nothing if nothing waits and nothing is registered. Otherwise has the selector
 * update the kernel, even if the same directions are registered, because the number may
 * be another descriptor's now. What the kernel has accepted is registered. */
int watch_update(Watch *watch)
{
	unsigned interest = watch_interest(watch);

	if (interest == 0 && watch->registered == 0)
		return 0;
	int error = watch->selector->update(watch->selector, watch, interest);
	if (error == 0)
		watch->registered = interest;
	return error;
}

/* ==== 3.2.3: a callback for a descriptor ==== */

/* Called when the handle due of a side has its turn: calls the callback of that side. It
 * is still there, because removing it cancels due. */
static void side_fire(void *arg)
{
	Side *side = arg;

	side->handle->fn(side->handle->arg);
}

/* ==== 3.2.6: descriptors and loops are closed ==== */

/* Cancels all callbacks, so that they are nowhere. Then frees the watches, their array,
 * and the memory of the transports (received). The watches are freed only when all
 * callbacks are cancelled: to cancel one may make the selector look at other watches, as
 * poll does. */
void io_selector_close(IoSelector *selector)
{
	for (int fd = 0; fd < selector->n_watches; fd++) {
		Watch *watch = selector->watches[fd];
		for (int i = 0; watch != NULL && i < IO_DIRECTIONS; i++) {
			if (watch->sides[i].handle != NULL)
				handle_cancel(watch->sides[i].handle);
		}
	}
	for (int fd = 0; fd < selector->n_watches; fd++)
		free(selector->watches[fd]);
	free(selector->watches);
	free(selector->received);
}
