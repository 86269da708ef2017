/* selector_poll.c - descriptors by poll: we keep the list, hand all of it to the kernel
 * in each pass, and look through all of it for what is ready. Compare
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

/* Two functions of the next rung, which this one calls or sets. */
static unsigned poll_directions(int events);
static int poll_update(IoSelector *io, Watch *watch, unsigned directions);

/* ==== Given: an array that grows is no lesson here ==== */

/* Makes room for one more descriptor; returns false if there is no memory. */
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

/* ==== 3.2.1: a loop sleeps in poll ==== */

/* Asks the kernel. It goes through the array from the last to the first descriptor,
 * because io_ready may take one out meanwhile, and then the last one, which has been
 * looked at already, moves to its place. */
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
		unsigned directions = poll_directions(selector->fds[i].revents);
		if (directions != 0)
			io_ready(watch_of(&selector->io, selector->fds[i].fd), directions,
			         ready);
	}
}

/* Frees what all selectors have (io_selector_close), then the array, then the
 * selector. */
static void poll_end(Selector *base)
{
	PollSelector *selector = (PollSelector *)(void *)base;

	io_selector_close(&selector->io);
	free(selector->fds);
	free(selector);
}

/* Makes a selector without descriptors. The three functions of its Selector are
 * io_select, io_can_wake and poll_end; its update is poll_update, its ask is poll_ask;
 * nothing is on its list always. Returns 0, or -ENOMEM. */
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

/* ==== 3.2.2: descriptors, and what poll is asked about them ==== */

/* Returns the directions that are ready after these events, as a set of bits: IO_READ
 * after POLLIN, IO_WRITE after POLLOUT. A descriptor that is at its end (POLLHUP), has
 * failed (POLLERR) or is closed (POLLNVAL) is ready in both directions, because the next
 * read or write will show what has happened. */
static unsigned poll_directions(int events)
{
	unsigned directions = 0;

	if (events & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		directions |= 1u << IO_READ;
	if (events & (POLLOUT | POLLHUP | POLLERR | POLLNVAL))
		directions |= 1u << IO_WRITE;
	return directions;
}

/* Takes the watch out of the array. The last descriptor takes its place, and the watch
 * of that one is given its new index. */
static void poll_forget(PollSelector *selector, Watch *watch)
{
	struct pollfd last = selector->fds[--selector->n];

	selector->fds[watch->index] = last;
	watch_of(&selector->io, last.fd)->index = watch->index;
}

/* Changes the array to these directions, and returns 0. If there are none, it takes the
 * watch out (poll_forget). Otherwise it refuses with -EBADF what is not an open
 * descriptor (fcntl knows), as epoll does. A watch of which nothing is registered gets a
 * new place at the end of the array; if the array is full and cannot grow, that is
 * -ENOMEM. The entry in the array then has the descriptor and the events POLLIN,
 * POLLOUT. */
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
