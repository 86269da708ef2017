/* thread_futures.c - a coroutine of a loop, as another thread sees it. */
#include "threads_private.h"

#include <errno.h>
#include <stdlib.h>

struct ThreadFuture {
	/* Of nobody: they do not change. */
	CoroutineFn *fn;
	void *arg;
	Inbox *inbox; /* of the loop; is there as long as this is pending */
	/* Of the loop's thread. */
	Task *task; /* NULL: it has not begun */
	Handle start, cancel, done;
	/* With the lock. */
	Links links;   /* in the inbox, until the loop has no more to do with it */
	unsigned refs; /* its maker's, the loop's, those of threads that wait */
	bool pending;
	int status; /* when it is not pending */
	void *value;
	int blocked;            /* calls of this very loop that wait for it */
	pthread_cond_t changed; /* it is done */
};

/* ==== Step 5.4: a way in for other threads ==== */

/* If it is pending. With the lock. */
static void thread_future_settle(ThreadFuture *future, int status, void *value)
{
	if (!future->pending)
		return;
	future->pending = false;
	future->status = status;
	future->value = value;
	future->inbox->blocked -= future->blocked;
	future->blocked = 0;
	pthread_cond_broadcast(&future->changed);
}

/* The last one frees it. */
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

/* The loop has no more to do with it: it has what its task has, or failing that this
 * status. An error that nobody can ask it for the task reports. */
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

void thread_futures_close(Inbox *inbox)
{
	while (!list_empty(&inbox->futures))
		thread_future_leave(
			container_of(inbox->futures.next, ThreadFuture, links),
			-ECANCELED);
}

void thread_futures_forget(Inbox *inbox)
{
	for (Links *l = inbox->futures.next; l != &inbox->futures; l = l->next)
		thread_future_settle(container_of(l, ThreadFuture, links), -ECANCELED,
		                     NULL);
}

/* Its task has ended, or could not be made. */
static void thread_future_done(void *arg)
{
	thread_future_leave(arg, -ENOMEM);
}

/* Was it cancelled before, so is the task, before its first turn: the two come in one
 * pass. */
static void thread_future_start(void *arg)
{
	ThreadFuture *future = arg;

	future->task = loop_create_task(future->inbox->loop, future->fn, future->arg);
	future_add_done_callback(future->task, &future->done);
}

static void thread_future_stop(void *arg)
{
	const ThreadFuture *future = arg;

	task_cancel(future->task);
}

ThreadFuture *asyncio_run_coroutine_threadsafe(Loop *loop, CoroutineFn *fn, void *arg)
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

/* A thread that waits for a future. */
typedef struct ThreadWait {
	ThreadFuture *future;
	int blocks; /* 1: in a call of the future's own loop */
} ThreadWait;

/* The wait is over, also because this thread is cancelled in it: gives back the lock, and
 * the reference that the wait has. */
static void thread_wait_end(void *arg)
{
	const ThreadWait *wait = arg;
	ThreadFuture *future = wait->future;

	if (future->pending) {
		future->blocked -= wait->blocks;
		future->inbox->blocked -= wait->blocks;
	}
	threads_unlock();
	thread_future_free(future);
}

/* Until it is done, or the deadline has passed. A call that waits for its own loop does
 * not keep the virtual clock from jumping. With the lock. */
static void thread_wait(ThreadWait *wait, double deadline)
{
	ThreadFuture *future = wait->future;
	Inbox *inbox = future->inbox;
	bool in_time = true;

	wait->blocks = pool_call != NULL && pool_call->loop == inbox->loop;
	future->blocked += wait->blocks;
	inbox->blocked += wait->blocks;
	if (wait->blocks)
		inbox_wake(inbox);
	while (future->pending && in_time)
		in_time = changed_wait(&future->changed, deadline);
}

/* With the lock: waits, if need be, and returns what the future has then. For one that
 * this very thread is to run nobody can wait here. */
static int thread_wait_result(ThreadWait *wait, double timeout, void **value)
{
	const ThreadFuture *future = wait->future;

	if (future->pending && timeout != 0 && inbox_is_own(future->inbox))
		return -EDEADLK;
	if (future->pending && timeout != 0)
		thread_wait(wait, timeout < 0 ? INFINITY : monotonic_time() + timeout);
	if (future->pending)
		return -ETIMEDOUT;
	if (value != NULL)
		*value = future->value;
	return future->status;
}

/* While we wait it may be freed. */
int thread_future_result(ThreadFuture *future, double timeout, void **value)
{
	ThreadWait wait = { .future = future };
	int status;

	if (value != NULL)
		*value = NULL;
	if (future == NULL || isnan(timeout))
		return future == NULL ? -ENOMEM : -EINVAL;
	threads_lock();
	future->refs++;
	pthread_cleanup_push(thread_wait_end, &wait);
	status = thread_wait_result(&wait, timeout, value);
	pthread_cleanup_pop(true);
	return status;
}

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
