/* threadsafe.c - the way in from other threads: an inbox, and a pipe, from which the loop
 * reads as from any other descriptor. */
#include "io_selector.h"
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

Links inboxes = { &inboxes, &inboxes };

/* ==== Step 5.4: a way in for other threads ==== */

Inbox *inbox_find(const Loop *loop)
{
	for (Links *l = inboxes.next; l != &inboxes; l = l->next) {
		Inbox *inbox = container_of(l, Inbox, links);
		if (inbox->loop == loop)
			return inbox;
	}
	return NULL;
}

Inbox *inbox_of(const Loop *loop)
{
	return ((IoSelector *)(void *)loop->selector)->inbox;
}

/* How a handle leaves an inbox: it need not know which. */
static void inbox_leave(Handle *handle)
{
	threads_lock();
	list_remove(&handle->links);
	threads_unlock();
}

/* A signal handler may have interrupted the write. */
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

void inbox_put(Inbox *inbox, Handle *handle)
{
	handle->when = INFINITY;
	list_append(&inbox->handles, &handle->links);
	handle->leave = inbox_leave;
	inbox_wake(inbox);
}

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

/* Whatever has come is ready. */
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
