/* io.c - callbacks for descriptors. What the kernel is asked to report is the selector's
 * business: selector_poll.c, selector_epoll.c. */
#include "io.h"
#include "instruments/trace_io.h"
#include "io_selector.h"

#include <errno.h>
#include <unistd.h>

/* ==== 3.2.2: descriptors, and what poll is asked about them ==== */

/* Schedules what waits for this direction: the callback (through the handle due, unless
 * that is scheduled already), and the waiter. The callback's handle is prefetched
 * because it mostly lies in the object that the callback will use, and others run
 * first. */
static void side_ready(Side *side, Links *ready)
{
	__builtin_prefetch(side->handle);
	if (side->handle != NULL && side->due.leave == NULL)
		handle_append(ready, &side->due);
	if (side->waiter != NULL)
		io_waiter_wake(side->waiter, 0, ready);
}

/* If the kernel reports a direction for which nothing waits, updates the watch: only
 * now, because a task that has been served mostly waits for the same again. Then
 * schedules what waits. */
void io_ready(Watch *watch, unsigned directions, Links *ready)
{
	bool unwanted = false;

	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (directions & (1u << i))
			unwanted |= !side_is_waited_for(&watch->sides[i]);
	}
	if (unwanted)
		watch_update(watch);
	for (int i = 0; i < IO_DIRECTIONS; i++) {
		if (directions & (1u << i))
			side_ready(&watch->sides[i], ready);
	}
}

/* ==== 3.2.3: a callback for a descriptor ==== */

/* handle->leave of a callback, which handle_cancel calls before it sets leave to NULL.
 * handle->slot points to the pointer to it in its side. The side has no callback then,
 * one side less is waited for (selector->waiting), and due is cancelled, so that a
 * callback that is removed is not called even if it was ready. If nothing waits for the
 * descriptor any more, the watch is updated. */
static void side_leave(Handle *handle)
{
	Side *side = container_of(handle->slot, Side, handle);

	side->handle = NULL;
	side->watch->selector->waiting--;
	handle_cancel(&side->due);
	if (watch_interest(side->watch) == 0)
		watch_update(side->watch);
}

/* Called when a side has its callback. NULL: the side had none before, so one side more
 * is waited for. Otherwise the handle that was there before is nowhere now, and is not
 * called in this pass: due is cancelled. */
static void side_replace(Side *side, Handle *before)
{
	if (before == NULL) {
		side->watch->selector->waiting++;
		return;
	}
	before->leave = NULL;
	handle_cancel(&side->due);
}

/* Makes the handle the callback of this direction. Refuses with -ESHUTDOWN if the loop
 * is closed, with the error of watch_find, and with -EBUSY if the handle is somewhere or
 * the side has a waiter. Then the handle is in its side, and the watch is updated, even
 * if this direction is registered: the number may belong to another descriptor now. If
 * that fails, the handle that was there before is put back, and the error returned.
 *
 * At the end: side_replace; the handle has no deadline (when is INFINITY), and
 * handle_cancel finds side_leave; trace_reader is called. */
static int io_add(Loop *loop, int fd, int direction, Handle *handle)
{
	Watch *watch;

	if (loop->closed)
		return -ESHUTDOWN;
	int error = watch_find(io_selector_of(loop), fd, &watch);
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

/* Cancels the callback of this direction, and returns 1. Returns 0 if there is none, or
 * if the loop is closed. */
static int io_remove(Loop *loop, int fd, int direction)
{
	Watch *watch = loop->closed ? NULL : watch_of(io_selector_of(loop), fd);

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

/* ==== 3.2.6: descriptors and loops are closed ==== */

/* Called when the descriptor is about to be closed: cancels the callback of this
 * direction, wakes the waiter with -EBADF (its wake goes to loop->ready), and sets the
 * status of those that were woken and have not run yet to -EBADF, too. */
static void side_forget(Side *side, Loop *loop)
{
	if (side->handle != NULL)
		handle_cancel(side->handle);
	if (side->waiter != NULL)
		io_waiter_wake(side->waiter, -EBADF, &loop->ready);
	for (Links *l = side->woken.next; l != &side->woken; l = l->next)
		container_of(l, IoWaiter, links)->status = -EBADF;
}

/* If the loop is not closed and the descriptor has a watch: has both sides forget, and
 * then updates the watch. In any case closes the descriptor. */
int loop_close_fd(Loop *loop, int fd)
{
	Watch *watch = loop->closed ? NULL : watch_of(io_selector_of(loop), fd);

	if (watch != NULL) {
		side_forget(&watch->sides[IO_READ], loop);
		side_forget(&watch->sides[IO_WRITE], loop);
		watch_update(watch);
	}
	return close(fd) < 0 ? -errno : 0;
}
