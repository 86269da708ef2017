/* thread_futures.c - a ThreadFuture: what another thread holds of a coroutine that a loop
 * runs. Its task belongs to the loop's thread; its state is behind the lock. */
#include "thread_futures.h"

#include <errno.h>
#include <stdlib.h>

static void thread_future_counts_none(ThreadFuture *future);

/* ==== 5.4.3: a thread asks for a coroutine, and the loop runs it ==== */

/* If the future is pending: ends that, with this status and this value, and wakes every
 * thread that waits for it (pthread_cond_broadcast). Before that calls
 * thread_future_counts_none. If it is not pending, does nothing. Called with the lock. */
static void thread_future_settle(ThreadFuture *future, int status, void *value)
{
	if (!future->pending)
		return;
	thread_future_counts_none(future);
	future->pending = false;
	future->status = status;
	future->value = value;
	pthread_cond_broadcast(&future->changed);
}

/* Gives one reference back. The last one destroys the condition, and frees the future.
 * NULL: does nothing. Takes the lock, and only to count: what comes after the last
 * reference concerns no other thread. */
void thread_future_free(ThreadFuture *future)
{
	if (future == NULL)
		return;
	threads_lock();
	bool last = --future->refs == 0;
	threads_unlock();
	if (!last)
		return;
	pthread_cond_destroy(&future->changed);
	free(future);
}

/* Called in the loop's thread when the loop has no more to do with the future. With the
 * lock: settles it, and takes it out of inbox->futures. It is settled with what its task
 * has, if it is pending, there is a reference beside the loop's, and it has a task that
 * is done; otherwise with this status and no value. (If task is NULL, none was made yet,
 * although future_done(NULL) is true. A task whose result is not asked for reports its
 * own error.) Without the lock: cancels the three handles, gives back the task
 * (future_unref; it may be NULL), and last of all the loop's reference. */
static void thread_future_leave(ThreadFuture *future, int status)
{
	void *value = NULL;

	threads_lock();
	if (future->pending && future->refs > 1 && future->task != NULL &&
	    future_done(future->task))
		status = future_result(future->task, &value);
	thread_future_settle(future, status, value);
	list_remove(&future->links);
	threads_unlock();
	handle_cancel(&future->start);
	handle_cancel(&future->cancel);
	handle_cancel(&future->done);
	future_unref(future->task);
	thread_future_free(future);
}

/* Called in the loop's thread when the task has ended, or could not be made for lack of
 * memory: the loop has no more to do with the future. -ENOMEM is its status then. */
static void thread_future_done(void *arg)
{
	thread_future_leave(arg, -ENOMEM);
}

/* Called in the loop's thread, because another thread has left the handle `start` in its
 * inbox. Makes the task, and has `done` called when the task is done. A task for which
 * there is no memory is NULL, which counts as done. */
static void thread_future_start(void *arg)
{
	ThreadFuture *future = arg;

	future->task = loop_create_task(future->inbox->loop, future->fn, future->arg);
	future_add_done_callback(future->task, &future->done);
}

static void thread_future_stop(void *arg);

/* Makes a future that is not pending, with one reference, whose status is -ESHUTDOWN.
 * NULL: there is no memory. */
static ThreadFuture *thread_future_new(CoroutineFn *fn, void *arg)
{
	ThreadFuture *future = calloc(1, sizeof *future);

	if (future == NULL)
		return NULL;
	*future = (ThreadFuture){ .fn = fn,
		                  .arg = arg,
		                  .start = HANDLE(thread_future_start, future),
		                  .cancel = HANDLE(thread_future_stop, future),
		                  .done = HANDLE(thread_future_done, future),
		                  .refs = 1,
		                  .status = -ESHUTDOWN };
	if (changed_init(&future->changed) < 0) {
		free(future);
		return NULL;
	}
	return future;
}

/* Makes a future. With the lock looks up the inbox of the loop. If there is one, the
 * future is pending: the loop gets a reference, the future goes to the end of
 * inbox->futures, and `start` into the inbox. Otherwise it stays as it was made, and so
 * has failed with -ESHUTDOWN. Returns the future; NULL: there is no memory. */
ThreadFuture *asyncio_run_coroutine_threadsafe(Loop *loop, CoroutineFn *fn, void *arg)
{
	ThreadFuture *future = thread_future_new(fn, arg);

	if (future == NULL)
		return NULL;
	threads_lock();
	future->inbox = inbox_find(loop);
	future->pending = future->inbox != NULL;
	if (future->pending) {
		future->refs++;
		list_append(&future->inbox->futures, &future->links);
		inbox_put(future->inbox, &future->start);
	}
	threads_unlock();
	return future;
}

/* ==== 5.4.5: a thread cancels what it has asked for ==== */

/* Called in the loop's thread, because another thread has left the handle `cancel` in its
 * inbox: cancels the task. If `start` came in the same pass, the task has not run yet,
 * and never will. */
static void thread_future_stop(void *arg)
{
	const ThreadFuture *future = arg;

	task_cancel(future->task);
}

/* Returns false, and does nothing, if the future is NULL or not pending. Otherwise it is
 * settled at once, with -ECANCELED, the handle `cancel` goes into the inbox, and true is
 * returned. All of it with the lock. */
bool thread_future_cancel(ThreadFuture *future)
{
	if (future == NULL)
		return false;
	threads_lock();
	bool pending = future->pending;
	thread_future_settle(future, -ECANCELED, NULL);
	if (pending)
		inbox_put(future->inbox, &future->cancel);
	threads_unlock();
	return pending;
}

/* ==== 5.4.6, may be skipped at first: the loop is closed while threads wait ==== */

/* Called when the loop of this inbox is being closed, without the lock. For each future
 * in inbox->futures, the first one first, the loop has no more to do with it, and its
 * status is -ECANCELED unless its task is done: thread_future_leave, which takes it off
 * that list. */
void thread_futures_close(Inbox *inbox)
{
	while (!list_empty(&inbox->futures))
		thread_future_leave(
			container_of(inbox->futures.next, ThreadFuture, links),
			-ECANCELED);
}

/* Called in a child of fork, with the lock: settles every future in inbox->futures with
 * -ECANCELED, and leaves it on that list. No task of the parent's loop is touched. */
void thread_futures_forget(Inbox *inbox)
{
	for (Links *l = inbox->futures.next; l != &inbox->futures; l = l->next)
		thread_future_settle(container_of(l, ThreadFuture, links), -ECANCELED,
		                     NULL);
}

/* ==== 5.5.7, may be skipped at first: a call waits for its own loop ==== */

/* The threads that wait for this future will wait no more: takes its `blocked` from that
 * of its inbox. Called with the lock, while the future is pending. */
static void thread_future_counts_none(ThreadFuture *future)
{
	future->inbox->blocked -= future->blocked;
}
