/* inbox.c - how a loop gets its inbox, and how that ends: when the loop is closed, and
 * in a child of fork(2). */
#include "io_selector.h"
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* ==== Given: how a loop gets its inbox; the pipe is that of chapter 3 once more ==== */

/* Releases what inbox_make has made. No other thread can find the inbox: it is not on
 * the list yet, or not any more. */
static void inbox_free(Inbox *inbox)
{
	handle_cancel(&inbox->reader);
	close(inbox->ends[0]);
	close(inbox->ends[1]);
	free(inbox);
}

/* The loop is being closed. First of all, no other thread finds its inbox any more. Then
 * the threads and tasks that wait for something of this loop are refused, and the
 * handles that have come are dropped: they are nowhere afterwards. */
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

/* Puts the inbox on the list of all as the last thing. Another thread may have the
 * address of a loop that lay here before, and it may leave a handle for this loop as
 * soon as the inbox is on the list. */
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

/* In the child the parent's loops are closed: no thread finds an inbox of theirs, so
 * that nothing is written to a pipe that the parent reads. When the child closes its
 * copy of such a loop, inbox_close takes the inbox off its list once more. */
static void inboxes_forget(void)
{
	while (!list_empty(&inboxes)) {
		Inbox *inbox = container_of(inboxes.next, Inbox, links);
		list_remove(&inbox->links);
		list_init(&inbox->links);
		thread_futures_forget(inbox);
	}
}

/* Called in the child of a fork. The thread that has forked holds the lock, so no other
 * thread had it; and in the child there is no other thread. */
static void forked(void)
{
	pool_forget();
	inboxes_forget();
	threads_unlock();
}

__attribute__((constructor)) static void watch_forks(void)
{
	pthread_atfork(threads_lock, threads_unlock, forked);
}
