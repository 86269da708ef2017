/* selector_kqueue.c - descriptors by kqueue, which macOS and the BSDs have: as with
 * epoll, the system keeps the list. Compare selector_epoll.c. */
#include "io_selector.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/event.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { EVENTS = 64 };

typedef struct KqueueSelector {
	IoSelector io;
	int fd;
	pid_t pid; /* who made it: a child does not inherit it */
} KqueueSelector;

/* ==== Given: in step 3.2 you write the other two ==== */

/* For kqueue each direction is a registration of its own, called a filter. At its end,
 * or failed: the filter fires, and the next call will show it. */
static void kqueue_ask(IoSelector *io, double deadline, Links *ready)
{
	KqueueSelector *selector = (KqueueSelector *)(void *)io;
	struct kevent events[EVENTS];
	int ms = io_timeout(io, deadline);
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	int n = kevent(selector->fd, NULL, 0, events, EVENTS, ms < 0 ? NULL : &t);

	if (n < 0 && errno != EINTR)
		err(1, "kevent"); /* to go on would be to try at once, for ever */
	for (int i = 0; i < n; i++) {
		int direction = events[i].filter == EVFILT_READ ? IO_READ : IO_WRITE;
		io_ready((Watch *)events[i].udata, 1u << direction, ready);
	}
	io_ready_always(io, ready);
}

/* Adds the filter of this direction, or deletes it. Adding what is there changes
 * nothing. A descriptor's filters end with it, so one that is not there (ENOENT) is
 * deleted. */
static int kqueue_change(KqueueSelector *selector, Watch *watch, int direction, int flags)
{
	struct kevent change = { .ident = (uintptr_t)watch->fd, .udata = (void *)watch };

	change.filter = direction == IO_READ ? EVFILT_READ : EVFILT_WRITE;
	change.flags = (unsigned short)flags;
	if (kevent(selector->fd, &change, 1, NULL, 0, NULL) == 0)
		return 0;
	return errno == ENOENT && flags == EV_DELETE ? 0 : -errno;
}

/* kqueue calls a file readable up to its end only; here files are always ready, and so
 * is what kqueue has no filter for. */
static bool kqueue_refuses(const Watch *watch, int error)
{
	struct stat file;

	if (error < 0)
		return error == -EINVAL || error == -ENODEV || error == -EPERM;
	return fstat(watch->fd, &file) == 0 &&
	       (S_ISREG(file.st_mode) || S_ISDIR(file.st_mode));
}

/* Deletes the filters of these directions: but not in a child, which has no kqueue. */
static void kqueue_delete(KqueueSelector *selector, Watch *watch, unsigned directions)
{
	for (int i = 0; getpid() == selector->pid && i < IO_DIRECTIONS; i++) {
		if (directions & (1u << i))
			kqueue_change(selector, watch, i, EV_DELETE);
	}
}

/* What is wanted is added first, and only then the rest deleted: if a filter is refused,
 * those that were there before are there still. */
static int kqueue_update(IoSelector *io, Watch *watch, unsigned directions)
{
	KqueueSelector *selector = (KqueueSelector *)(void *)io;
	bool always = directions != 0 && kqueue_refuses(watch, 0);
	unsigned before = watch->registered;
	int error = 0;

	for (int i = 0; i < IO_DIRECTIONS && !always && error == 0; i++) {
		if (directions & (1u << i))
			error = kqueue_change(selector, watch, i, EV_ADD);
	}
	always = always || (error < 0 && kqueue_refuses(watch, error));
	if (error < 0 && !always) {
		kqueue_delete(selector, watch, directions & ~before);
		return error;
	}
	kqueue_delete(selector, watch,
	              always ? before | directions : before & ~directions);
	watch_set_always(watch, always);
	return 0;
}

static void kqueue_end(Selector *base)
{
	KqueueSelector *selector = (KqueueSelector *)(void *)base;

	io_selector_close(&selector->io);
	if (getpid() == selector->pid)
		close(selector->fd);
	free(selector);
}

int selector_kqueue(Selector **selector)
{
	KqueueSelector *made = calloc(1, sizeof *made);

	if (made == NULL)
		return -ENOMEM;
	made->fd = kqueue();
	if (made->fd < 0) {
		int error = -errno;
		free(made);
		return error;
	}
	made->pid = getpid();
	made->io.base = (Selector){ io_select, io_can_wake, kqueue_end };
	made->io.update = kqueue_update;
	made->io.ask = kqueue_ask;
	list_init(&made->io.always);
	*selector = &made->io.base;
	return 0;
}
