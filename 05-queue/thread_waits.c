/* thread_waits.c - a thread waits for a ThreadFuture: it blocks, on a condition. */
#include "thread_futures.h"

#include <errno.h>

/* A thread that waits for a ThreadFuture. */
typedef struct ThreadWait {
	ThreadFuture *future;
	int blocks; /* step 5.5: 1, if the thread runs a call of the future's own loop */
} ThreadWait;

static void thread_wait_counts(ThreadWait *wait);
static void thread_wait_counts_no_more(const ThreadWait *wait);

/* ==== 5.4.4: the thread waits for what the coroutine has ==== */

/* Called when the wait is over, or when the thread is cancelled in the middle of it.
 * Calls thread_wait_counts_no_more, releases the lock, and gives back the reference that
 * the wait has. */
static void thread_wait_end(void *arg)
{
	const ThreadWait *wait = arg;

	thread_wait_counts_no_more(wait);
	threads_unlock();
	thread_future_free(wait->future);
}

/* Waits until the future is no longer pending, or the deadline has passed (a time of
 * monotonic_time; INFINITY: never). Before that calls thread_wait_counts. Called with the
 * lock, which changed_wait gives up while the thread waits. */
static void thread_wait(ThreadWait *wait, double deadline)
{
	ThreadFuture *future = wait->future;
	bool in_time = true;

	thread_wait_counts(wait);
	while (future->pending && in_time)
		in_time = changed_wait(&future->changed, deadline);
}

/* Waits for at most so many seconds (negative: no limit; 0: not at all), if the future
 * is pending. Returns the future's status, and stores its value unless value is NULL.
 * While the future is pending: -EDEADLK without waiting, if the timeout is not 0 and the
 * loop is this thread's own (inbox_is_own), because no other thread can run the
 * coroutine; -ETIMEDOUT if the time has passed. Called with the lock. */
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

/* Stores NULL first. A NULL future: returns -ENOMEM; a timeout that is NaN: -EINVAL.
 * Otherwise takes the lock, and a reference, because another thread may free the future
 * while this one waits; returns what thread_wait_result returns. On every way out
 * thread_wait_end is called, also if the thread is cancelled (pthread_cleanup_push). */
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

/* ==== 5.5.7, may be skipped at first: a call waits for its own loop ==== */

/* If this thread runs a call of the future's own loop (pool_call, and pool_call->loop is
 * the loop of the inbox): the wait blocks 1. Adds that to `blocked` of the future and of
 * its inbox, and wakes the loop, because its virtual clock may go on now. Otherwise the
 * wait blocks 0, and nothing changes. Called with the lock. */
static void thread_wait_counts(ThreadWait *wait)
{
	ThreadFuture *future = wait->future;

	wait->blocks = pool_call != NULL && pool_call->loop == future->inbox->loop;
	future->blocked += wait->blocks;
	future->inbox->blocked += wait->blocks;
	if (wait->blocks)
		inbox_wake(future->inbox);
}

/* Takes back what thread_wait_counts has added, if the future is still pending: when it
 * was settled, that was taken back already, and its inbox may be gone. Called with
 * the lock. */
static void thread_wait_counts_no_more(const ThreadWait *wait)
{
	ThreadFuture *future = wait->future;

	if (!future->pending)
		return;
	future->blocked -= wait->blocks;
	future->inbox->blocked -= wait->blocks;
}
