/* io.c - who waits for which descriptor. What the system is told of it is the selector's
 * business: selector_epoll.c, selector_poll.c. */
#include "io.h"
#include "instruments/trace_io.h"
#include "io_selector.h"
#include "prefetch.h"

#include <errno.h>
#include <unistd.h>

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

static IoSelector *selector_of(Loop *loop)
{
	return (IoSelector *)(void *)loop->selector;
}

/* How a handle leaves its side, which its slot points into. */
static void side_leave(Handle *handle)
{
	Side *side = container_of(handle->slot, Side, handle);

	side->handle = NULL;
	side->watch->selector->waiting--;
	handle_cancel(&side->due);
	if (watch_interest(side->watch) == 0)
		watch_update(side->watch);
}

/* Another handle has taken the place of this one, which is nowhere then and is not called
 * in this pass. NULL: the side was free. */
static void side_replace(Side *side, Handle *before)
{
	if (before == NULL) {
		side->watch->selector->waiting++;
		return;
	}
	before->leave = NULL;
	handle_cancel(&side->due);
}

/* The system is told even if it should know: the number may be another descriptor's now.
 * If it refuses, everything is as it was: the handle that was there stays.
 * In the end it tells trace_reader. */
static int io_add(Loop *loop, int fd, int direction, Handle *handle)
{
	Watch *watch;

	if (loop->closed)
		return -ESHUTDOWN;
	int error = watch_find(selector_of(loop), fd, &watch);
	if (error < 0)
		return error;
	Side *side = &watch->sides[direction];
	if (handle->leave != NULL || side->waiter != NULL)
		return -EBUSY;
	Handle *before = side->handle;
	side->handle = handle;
	error = watch_update(watch);
	if (error < 0) {
		side->handle = before;
		return error;
	}
	side_replace(side, before);
	handle->when = INFINITY;
	handle->slot = &side->handle;
	handle->leave = side_leave;
	trace_reader(&side->due, handle, fd, direction);
	return 0;
}

static int io_remove(Loop *loop, int fd, int direction)
{
	Watch *watch = loop->closed ? NULL : watch_of(selector_of(loop), fd);

	if (watch == NULL || watch->sides[direction].handle == NULL)
		return 0;
	handle_cancel(watch->sides[direction].handle);
	return 1;
}

int loop_add_reader(Loop *loop, int fd, Handle *handle)
{
	return io_add(loop, fd, IO_READ, handle);
}

int loop_add_writer(Loop *loop, int fd, Handle *handle)
{
	return io_add(loop, fd, IO_WRITE, handle);
}

int loop_remove_reader(Loop *loop, int fd)
{
	return io_remove(loop, fd, IO_READ);
}

int loop_remove_writer(Loop *loop, int fd)
{
	return io_remove(loop, fd, IO_WRITE);
}

/* The wait is over: it is no longer the one who waits, but has not run either. */
static void waiter_wake(IoWaiter *waiter, int status, Links *ready)
{
	Side *side = &waiter->watch->sides[waiter->direction];

	side->waiter = NULL;
	waiter->watch->selector->waiting--;
	waiter->status = status;
	list_append(&side->woken, &waiter->links);
	stack_prefetch(waiter);
	if (waiter->wake->leave != NULL)
		handle_cancel(waiter->wake);
	handle_append(ready, waiter->wake);
}

/* Makes what wants this direction ready: the callback, unless it is due already, and the
 * task that waits. The handle is prefetched because it mostly lies in the object that its
 * callback will use, and other callbacks run first. */
static void side_ready(Side *side, Links *ready)
{
	__builtin_prefetch(side->handle);
	if (side->handle != NULL && side->due.leave == NULL)
		handle_append(ready, &side->due);
	if (side->waiter != NULL)
		waiter_wake(side->waiter, 0, ready);
}

static bool side_wanted(const Side *side)
{
	return side->handle != NULL || side->waiter != NULL;
}

/* A direction stays told when its waiter has been served, for it will mostly wait again.
 * Only if the system speaks of one that nobody wants, it is told so. */
void io_ready(Watch *watch, unsigned directions, Links *ready)
{
	bool unwanted = false;

	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (directions & (1u << i))
			unwanted |= !side_wanted(&watch->sides[i]);
	}
	if (unwanted)
		watch_update(watch);
	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (directions & (1u << i))
			side_ready(&watch->sides[i], ready);
	}
}

void io_ready_always(IoSelector *selector, Links *ready)
{
	Links *next;

	for (Links *links = selector->always.next; links != &selector->always;
	     links = next) {
		Watch *watch = container_of(links, Watch, links);
		next = links->next;
		if (watch_interest(watch) == 0)
			watch_update(watch); /* which takes it off the list */
		else
			io_ready(watch, watch_interest(watch), ready);
	}
}

/* When the wait has begun, it tells trace_waits. */
int io_wait_begin(Loop *loop, int fd, int direction, IoWaiter *waiter, Handle *wake)
{
	Watch *watch;

	waiter->watch = NULL;
	if (loop->closed)
		return -ECANCELED;
	int error = watch_find(selector_of(loop), fd, &watch);
	if (error < 0)
		return error;
	Side *side = &watch->sides[direction];
	if (side->handle != NULL || side->waiter != NULL)
		return -EBUSY;
	*waiter = (IoWaiter){ .watch = watch, .wake = wake, .direction = direction };
	waiter->status = -ECANCELED;
	side->waiter = waiter;
	error = watch->registered & (1u << direction) ? 0 : watch_update(watch);
	if (error < 0) {
		side->waiter = NULL;
		waiter->watch = NULL;
		return error;
	}
	watch->selector->waiting++;
	trace_waits(wake, fd, direction);
	return 0;
}

void io_wait_end(IoWaiter *waiter)
{
	if (waiter->watch == NULL)
		return;
	Side *side = &waiter->watch->sides[waiter->direction];
	if (side->waiter == waiter) {
		side->waiter = NULL;
		side->watch->selector->waiting--;
	} else {
		list_remove(&waiter->links);
	}
	waiter->watch = NULL;
}

static void side_forget(Side *side, Loop *loop)
{
	if (side->handle != NULL)
		handle_cancel(side->handle);
	if (side->waiter != NULL)
		waiter_wake(side->waiter, -EBADF, &loop->ready);
	for (Links *l = side->woken.next; l != &side->woken; l = l->next)
		container_of(l, IoWaiter, links)->status = -EBADF;
}

int loop_close_fd(Loop *loop, int fd)
{
	Watch *watch = loop->closed ? NULL : watch_of(selector_of(loop), fd);

	if (watch != NULL) {
		side_forget(&watch->sides[IO_READ], loop);
		side_forget(&watch->sides[IO_WRITE], loop);
		watch_update(watch);
	}
	return close(fd) < 0 ? -errno : 0;
}
