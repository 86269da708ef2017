/* io_waits.c - a wait for a descriptor: once, and on the stack of what waits. */
#include "instruments/trace_io.h"
#include "io_selector.h"
#include "prefetch.h"

#include <errno.h>

/* ==== 3.2.5: something waits once ==== */

/* Takes the waiter out of its side, for which nothing waits then (selector->waiting),
 * and sets its status. Puts it at the end of the side's list woken, until io_wait_end
 * takes it out. Cancels its handle wake, if that is somewhere, and adds it to the end of
 * ready. Calls stack_prefetch with the waiter, because what waits will run soon, and the
 * waiter lies on its stack. */
void io_waiter_wake(IoWaiter *waiter, int status, Links *ready)
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

/* Refuses as io.h says: first with -ECANCELED, then with the errors of watch_find, then
 * with -EBUSY. waiter->watch is NULL after every error. Otherwise puts the waiter into
 * its side, with status -ECANCELED, and calls watch_update, but only if this direction
 * is not registered yet: that saves a system call for a task that waits for the same
 * again. If the update fails, takes the waiter out again, and returns the error. At last
 * it counts the side in selector->waiting, and calls trace_waits. */
int io_wait_begin(Loop *loop, int fd, int direction, IoWaiter *waiter, Handle *wake)
{
	Watch *watch;

	waiter->watch = NULL;
	if (loop->closed)
		return -ECANCELED;
	int error = watch_find(io_selector_of(loop), fd, &watch);
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

/* Does nothing if waiter->watch is NULL. Takes a waiter that still waits out of its
 * side, for which nothing waits then (selector->waiting), and one that was woken out of
 * the list woken. Sets waiter->watch to NULL. Does not call watch_update: io_ready does
 * that when the kernel reports the descriptor in vain. */
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
