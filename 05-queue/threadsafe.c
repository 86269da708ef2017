/* threadsafe.c - the way in from other threads: an inbox, and a pipe, from which the loop
 * reads as from any other descriptor. */
#include "io_selector.h"
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static Links inboxes = { &inboxes, &inboxes };

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
void inbox_knock(Inbox *inbox)
{
	ssize_t written = 0;

	while (!inbox->knocked && (written = write(inbox->ends[1], "", 1)) < 0 &&
	       errno == EINTR)
		;
	if (written == 1) {
		inbox->knocked = true;
		atomic_fetch_add(&io_wakeups, 1);
	}
}

void inbox_put(Inbox *inbox, Handle *handle)
{
	handle->when = INFINITY;
	list_append(&inbox->handles, &handle->links);
	handle->leave = inbox_leave;
	inbox_knock(inbox);
}

/* A loop that is closed later takes its inbox off the list once more. */
void inboxes_forget(void)
{
	while (!list_empty(&inboxes)) {
		Inbox *inbox = container_of(inboxes.next, Inbox, links);
		list_remove(&inbox->links);
		list_init(&inbox->links);
		thread_futures_forget(inbox);
	}
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
static void inbox_read(void *arg)
{
	Inbox *inbox = arg;
	char byte;

	threads_lock();
	if (read(inbox->ends[0], &byte, 1) == 1)
		inbox->knocked = false;
	while (!list_empty(&inbox->handles)) {
		Handle *handle = container_of(inbox->handles.next, Handle, links);
		list_remove(&handle->links);
		handle_append(&inbox->loop->ready, handle);
	}
	threads_unlock();
}

/* Gives back what inbox_new has made. No other thread finds the inbox: not yet, or not
 * any more. */
static void inbox_free(Inbox *inbox)
{
	handle_cancel(&inbox->reader);
	close(inbox->ends[0]);
	close(inbox->ends[1]);
	free(inbox);
}

/* The loop is being closed, and before all else nobody finds it any more. */
static void inbox_close(void *arg)
{
	Inbox *inbox = arg;

	threads_lock();
	list_remove(&inbox->links);
	threads_unlock();
	thread_futures_close(inbox);
	waiters_refuse(&inbox->idlers, -ECANCELED);
	while (!list_empty(&inbox->handles))
		handle_cancel(container_of(inbox->handles.next, Handle, links));
	inbox_free(inbox);
}

/* Makes an inbox with a pipe that the loop reads. No other thread knows of it. NULL: it
 * cannot be made, and *error says why. */
static Inbox *inbox_make(Loop *loop, int *error)
{
	Inbox *inbox = malloc(sizeof *inbox);

	*error = -ENOMEM;
	if (inbox == NULL)
		return NULL;
	*inbox = (Inbox){ .loop = loop,
		          .reader = HANDLE(inbox_read, inbox),
		          .closing = HANDLE(inbox_close, inbox) };
	list_init(&inbox->handles);
	list_init(&inbox->futures);
	*error = io_pipe(inbox->ends);
	if (*error < 0) {
		free(inbox);
		return NULL;
	}
	*error = loop_add_reader(loop, inbox->ends[0], &inbox->reader);
	if (*error < 0) {
		inbox_free(inbox);
		return NULL;
	}
	return inbox;
}

/* The last thing is to put the inbox on the list of all: another thread may have the
 * address of a loop that lay here before, and may give something to this one as soon as
 * it is found there. */
int inbox_new(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;
	int error;
	Inbox *inbox = inbox_make(loop, &error);

	if (inbox == NULL)
		return error;
	selector->own++;
	selector->inbox = inbox;
	inbox_keep_awake(inbox, selector);
	handle_append(&loop->closing, &inbox->closing);
	loop->finish = executor_finish;
	threads_lock();
	list_append(&inboxes, &inbox->links);
	threads_unlock();
	return 0;
}
