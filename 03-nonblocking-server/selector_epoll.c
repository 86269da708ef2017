/* selector_epoll.c - descriptors by epoll: the system keeps the list, and tells which are
 * ready. Compare selector_poll.c. */
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
	pid_t pid; /* who made it: a child shares the list with us */
} EpollSelector;

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

/* At its end, or failed: whoever reads or writes will see. */
static unsigned directions_of(unsigned events)
{
	unsigned directions = 0;

	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
		directions |= 1u << IO_READ;
	if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
		directions |= 1u << IO_WRITE;
	return directions;
}

static void epoll_ask(IoSelector *io, double deadline, Links *ready)
{
	EpollSelector *selector = (EpollSelector *)(void *)io;
	struct epoll_event events[EVENTS];
	int n = epoll_wait(selector->fd, events, EVENTS, io_timeout(io, deadline));

	if (n < 0 && errno != EINTR)
		err(1, "epoll_wait"); /* to go on would be to try at once, for ever */
	for (int i = 0; i < n; i++)
		io_ready(events[i].data.ptr, directions_of(events[i].events), ready);
	io_ready_always(io, ready);
}

static int epoll_control(EpollSelector *selector, int operation, Watch *watch,
                     unsigned events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };

	return epoll_ctl(selector->fd, operation, watch->fd, &event) < 0 ? -errno : 0;
}

/* Puts the watch among those that are always ready, or takes it out. */
static void epoll_always(EpollSelector *selector, Watch *watch, bool always)
{
	if (always && !watch->always)
		list_append(&selector->io.always, &watch->links);
	if (!always && watch->always)
		list_remove(&watch->links);
	watch->always = always;
}

/* Files are not for epoll (EPERM); they are always ready. A descriptor that was closed is
 * not known any more (ENOENT), even if its number is in use again. */
static int epoll_update(IoSelector *io, Watch *watch, unsigned directions)
{
	EpollSelector *selector = (EpollSelector *)(void *)io;
	unsigned events = (directions & (1u << IO_READ) ? EPOLLIN : 0u) |
	                  (directions & (1u << IO_WRITE) ? EPOLLOUT : 0u);

	if (directions == 0) {
		epoll_always(selector, watch, false);
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
		epoll_always(selector, watch, error == -EPERM);
	return error == -EPERM ? 0 : error;
}

static void epoll_end(Selector *base)
{
	EpollSelector *selector = (EpollSelector *)(void *)base;

	io_selector_close(&selector->io);
	close(selector->fd);
	free(selector);
}

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
