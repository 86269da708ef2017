/* threadsafe.c - the way in from other threads. They leave handles in the loop's inbox,
 * and wake the loop by a byte in a pipe, which the loop reads like any other
 * descriptor. */
#include "threads_private.h"

#include <errno.h>
#include <unistd.h>

Links inboxes = { &inboxes, &inboxes };

/* ==== 5.4.1: another thread leaves a handle for the loop ==== */

/* Returns the inbox of this loop from the list of all inboxes; NULL: there is none. The
 * loop may have been freed, so only its address may be compared, and the loop itself
 * must not be touched. Called with the lock. */
Inbox *inbox_find(const Loop *loop)
{
	for (Links *l = inboxes.next; l != &inboxes; l = l->next) {
		Inbox *inbox = container_of(l, Inbox, links);
		if (inbox->loop == loop)
			return inbox;
	}
	return NULL;
}

/* Takes a handle out of the inbox in which it is. This is the leave function of such a
 * handle: handle_cancel calls it, without the lock, so this takes the lock; and
 * handle_cancel then notes that the handle is nowhere. */
static void inbox_leave(Handle *handle)
{
	threads_lock();
	list_remove(&handle->links);
	threads_unlock();
}

/* Puts a handle that is nowhere at the end of the inbox, without a deadline
 * (handle->when is INFINITY); inbox_leave is how it leaves. Then wakes the loop. Called
 * with the lock. */
void inbox_put(Inbox *inbox, Handle *handle)
{
	handle->when = INFINITY;
	list_append(&inbox->handles, &handle->links);
	handle->leave = inbox_leave;
	inbox_wake(inbox);
}

/* Returns -ESHUTDOWN if the loop has no inbox. If the inbox is this thread's own
 * (inbox_is_own), does what loop_call_soon does, and returns what that returns.
 * Otherwise returns -EBUSY if the handle is somewhere already; or puts the handle into
 * the inbox, and returns 0. The lock is held for all of this but the call of
 * loop_call_soon. */
int loop_call_soon_threadsafe(Loop *loop, Handle *handle)
{
	int error = 0;
	bool own = false;

	threads_lock();
	Inbox *inbox = inbox_find(loop);
	if (inbox == NULL)
		error = -ESHUTDOWN;
	else if (inbox_is_own(inbox))
		own = true;
	else if (handle->leave != NULL)
		error = -EBUSY;
	else
		inbox_put(inbox, handle);
	threads_unlock();
	return own ? loop_call_soon(loop, handle) : error;
}

/* ==== 5.4.2: the loop is woken, and calls what has come ==== */

/* Writes one byte into the pipe, unless the last one has not been read yet. A signal may
 * interrupt the write (EINTR): then tries again. Only if the byte has been written, notes
 * that the loop is woken, and adds 1 to io_wakeups, so that also a busy loop looks at
 * its descriptors. Called with the lock. */
void inbox_wake(Inbox *inbox)
{
	ssize_t written = 0;

	while (!inbox->woken && (written = write(inbox->ends[1], "", 1)) < 0 &&
	       errno == EINTR)
		;
	if (written == 1) {
		inbox->woken = true;
		atomic_fetch_add(&io_wakeups, 1);
	}
}

/* The loop calls this in its own thread, when the pipe is readable. Reads the byte, and
 * notes that the loop is no longer woken. Then moves all handles, in their order, from
 * the inbox to the loop's ready list (list_remove, then handle_append). The lock is held
 * from beginning to end. */
void inbox_read(void *arg)
{
	Inbox *inbox = arg;
	char byte;

	threads_lock();
	if (read(inbox->ends[0], &byte, 1) == 1)
		inbox->woken = false;
	while (!list_empty(&inbox->handles)) {
		Handle *handle = container_of(inbox->handles.next, Handle, links);
		list_remove(&handle->links);
		handle_append(&inbox->loop->ready, handle);
	}
	threads_unlock();
}
