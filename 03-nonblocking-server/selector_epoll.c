/* selector_epoll.c - descriptors by epoll: the kernel keeps the list, and says which of
 * them are ready. Compare selector_poll.c. */
#include "io_selector.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 64 };

typedef struct EpollSelector {
	IoSelector io;
	int fd;
	pid_t pid; /* the process that made it: a child shares the list with it */
} EpollSelector;

/* ==== 3.2.4: the same with epoll ==== */

/* As poll_directions in selector_poll.c, with EPOLLIN, EPOLLOUT, EPOLLHUP and
 * EPOLLERR. */
static unsigned epoll_directions(unsigned events)
{
	unsigned directions = 0;

	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
		directions |= 1u << IO_READ;
	if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
		directions |= 1u << IO_WRITE;
	return directions;
}

/* Asks the kernel, which hands back only what is ready. (Other than poll(2), an
 * epoll_wait that does not sleep looks even if a signal has come, so nothing has to be
 * repeated.) */
static void epoll_ask(IoSelector *io, double deadline, Links *ready)
{
	EpollSelector *selector = (EpollSelector *)(void *)io;
	struct epoll_event events[EVENTS];
	int n = epoll_wait(selector->fd, events, EVENTS, io_timeout(io, deadline));

	if (n < 0 && errno != EINTR)
		err(1, "epoll_wait"); /* to go on would be to try at once, for ever */
	for (int i = 0; i < n; i++)
		io_ready(events[i].data.ptr, epoll_directions(events[i].events), ready);
	io_ready_always(io, ready);
}

/* epoll_ctl(2) for the descriptor of this watch; the event that will come has a pointer
 * to the watch in data.ptr. Returns 0, or a negative errno. */
static int epoll_control(EpollSelector *selector, int operation, Watch *watch,
                     unsigned events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };

	return epoll_ctl(selector->fd, operation, watch->fd, &event) < 0 ? -errno : 0;
}

/* Changes the kernel's list to these directions. If there are none, the watch is no
 * longer among those that are always ready, and the kernel forgets the descriptor
 * (EPOLL_CTL_DEL, whose error does not matter): but not in a child of the process that
 * made the selector, because the list is the parent's. That returns 0.
 *
 * Otherwise adds these directions (EPOLLIN, EPOLLOUT) for a watch of which nothing is
 * registered, and modifies them for any other. The kernel may know better: if the
 * descriptor was closed behind our back, its number is unknown (-ENOENT), and is added;
 * if another descriptor has this number now and is known (-EEXIST), it is modified. A
 * file is refused with -EPERM: it is always ready (watch_set_always), and 0 is returned.
 * A watch that was accepted is not always ready. Returns 0, or the kernel's error. */
static int epoll_update(IoSelector *io, Watch *watch, unsigned directions)
{
	EpollSelector *selector = (EpollSelector *)(void *)io;
	unsigned events = (directions & (1u << IO_READ) ? EPOLLIN : 0u) |
	                  (directions & (1u << IO_WRITE) ? EPOLLOUT : 0u);

	if (directions == 0) {
		watch_set_always(watch, false);
		if (getpid() == selector->pid)
			epoll_control(selector, EPOLL_CTL_DEL, watch, 0);
		return 0;
	}
	int operation = watch->registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
	int error = epoll_control(selector, operation, watch, events);
	if (error == -ENOENT)
		error = epoll_control(selector, EPOLL_CTL_ADD, watch, events);
	if (error == -EEXIST)
		error = epoll_control(selector, EPOLL_CTL_MOD, watch, events);
	if (error == 0 || error == -EPERM)
		watch_set_always(watch, error == -EPERM);
	return error == -EPERM ? 0 : error;
}

/* Frees what all selectors have (io_selector_close), closes epoll's descriptor, and
 * frees the selector. */
static void epoll_end(Selector *base)
{
	EpollSelector *selector = (EpollSelector *)(void *)base;

	io_selector_close(&selector->io);
	close(selector->fd);
	free(selector);
}

/* Makes a selector, as selector_poll does. Its list is a descriptor of epoll_create1,
 * which is closed in programs that we start (EPOLL_CLOEXEC); it remembers the process
 * that made it. Returns 0; -ENOMEM; or the error of epoll_create1, and then nothing is
 * left. */
int selector_epoll(Selector **selector)
{
	EpollSelector *made = calloc(1, sizeof *made);

	if (made == NULL)
		return -ENOMEM;
	made->fd = epoll_create1(EPOLL_CLOEXEC);
	if (made->fd < 0) {
		int error = -errno;
		free(made);
		return error;
	}
	made->pid = getpid();
	made->io.base = (Selector){ io_select, io_can_wake, epoll_end };
	made->io.update = epoll_update;
	made->io.ask = epoll_ask;
	list_init(&made->io.always);
	*selector = &made->io.base;
	return 0;
}
