/* selector_poll.c - descriptors by poll: we keep the list, hand all of it to the
 * system in each pass, and look through all of it for what is ready. Compare
 * selector_epoll.c. */
#include "io_selector.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>

typedef struct PollSelector {
	IoSelector io;
	struct pollfd *fds;
	int n, room;
} PollSelector;

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

/* At its end, or failed: whoever reads or writes will see. */
static unsigned directions_of(int events)
{
	unsigned directions = 0;

	if (events & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		directions |= 1u << IO_READ;
	if (events & (POLLOUT | POLLHUP | POLLERR | POLLNVAL))
		directions |= 1u << IO_WRITE;
	return directions;
}

/* From the last to the first: one that is told to be forgotten meanwhile is replaced by
 * the last, which has been looked at. */
static void poll_ask(IoSelector *io, double deadline, Links *ready)
{
	PollSelector *selector = (PollSelector *)(void *)io;
	int timeout = io_timeout(io, deadline), n;

	/* A signal interrupts even a poll that does not sleep. It has not looked then,
	 * and the virtual clock would jump as if nothing were ready. */
	do
		n = poll(selector->fds, (nfds_t)selector->n, timeout);
	while (n < 0 && errno == EINTR && timeout == 0);
	if (n < 0 && errno != EINTR)
		err(1, "poll"); /* to go on would be to try again at once, for ever */
	for (int i = selector->n - 1; n > 0 && i >= 0; i--) {
		unsigned directions = directions_of(selector->fds[i].revents);
		if (directions != 0)
			io_ready(watch_of(&selector->io, selector->fds[i].fd), directions,
			         ready);
	}
}

static bool poll_grow(PollSelector *selector)
{
	int room = selector->room == 0 ? 16 : selector->room * 2;
	struct pollfd *fds = realloc(selector->fds, (size_t)room * sizeof *fds);

	if (fds == NULL)
		return false;
	selector->fds = fds;
	selector->room = room;
	return true;
}

/* The last one takes its place. */
static void poll_forget(PollSelector *selector, Watch *watch)
{
	struct pollfd last = selector->fds[--selector->n];

	selector->fds[watch->index] = last;
	watch_of(&selector->io, last.fd)->index = watch->index;
}

static int poll_update(IoSelector *io, Watch *watch, unsigned directions)
{
	PollSelector *selector = (PollSelector *)(void *)io;
	int events = (directions & (1u << IO_READ) ? POLLIN : 0) |
	             (directions & (1u << IO_WRITE) ? POLLOUT : 0);

	if (directions == 0) {
		poll_forget(selector, watch);
		return 0;
	}
	if (fcntl(watch->fd, F_GETFD) < 0)
		return -EBADF; /* epoll would have said so */
	if (watch->registered == 0) {
		if (selector->n == selector->room && !poll_grow(selector))
			return -ENOMEM;
		watch->index = selector->n++;
	}
	selector->fds[watch->index] = (struct pollfd){ .fd = watch->fd,
		                                       .events = (short)events };
	return 0;
}

static void poll_end(Selector *base)
{
	PollSelector *selector = (PollSelector *)(void *)base;

	io_selector_close(&selector->io);
	free(selector->fds);
	free(selector);
}

int selector_poll(Selector **selector)
{
	PollSelector *made = calloc(1, sizeof *made);

	if (made == NULL)
		return -ENOMEM;
	made->io.base = (Selector){ io_select, io_can_wake, poll_end };
	made->io.update = poll_update;
	made->io.ask = poll_ask;
	list_init(&made->io.always);
	*selector = &made->io.base;
	return 0;
}
