/* pool.c - threads that may block, so that no loop has to: one pool for the process. */
#include "machines/threads.h"
#include "threads_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_THREADS = 32 };

/* With the lock. */
static struct {
	Links queue;         /* calls that no thread has begun */
	int threads;         /* of the pool; threads_idle of them have nothing to do */
	pthread_cond_t work; /* signalled when a call joins the queue */
} pool = { .queue = { &pool.queue, &pool.queue }, .work = PTHREAD_COND_INITIALIZER };

_Thread_local Call *pool_call;

static void pool_end(Call *call);
static void pool_lost(void *arg);

/* ==== 5.5.1: a function runs on a thread of the pool ==== */

/* Calls fn, unless it is NULL, with the call's arg, and keeps the status and the value.
 * If fn ends its thread, so that it never returns, pool_lost is called. */
static void pool_run(Call *call, CoroutineFn *fn)
{
	pthread_cleanup_push(pool_lost, call);
	if (fn != NULL)
		call->status = fn(call->arg, &call->value);
	pthread_cleanup_pop(false);
	if (call->status > 0)
		fprintf(stderr, "a call on a thread returned a positive status: "
		                "-EINVAL\n");
}

/* What each thread of the pool runs, again and again:
 * 1. Forbids that the thread is cancelled (PTHREAD_CANCEL_DISABLE), because the last call
 *    may have allowed it.
 * 2. Takes the lock. Waits for `work` (changed_wait, INFINITY), and does so again until
 *    the queue is not empty: a thread that has just finished may have taken the call for
 *    which this one was woken. Takes the first call out of the queue, reads the call's
 *    fn, and notes the call in pool_call. Releases the lock.
 * 3. pool_run.
 * 4. If pool_call is not this call any more, the thread is in a child that the call has
 *    forked. It is the child's only thread, and returns NULL, so that the child ends.
 * 5. pool_end. */
static void *pool_work(void *nothing)
{
	int before;

	for (;;) {
		pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
		threads_lock();
		while (list_empty(&pool.queue))
			changed_wait(&pool.work, INFINITY);
		Call *call = container_of(pool.queue.next, Call, links);
		CoroutineFn *fn = call->fn;
		list_remove(&call->links);
		pool_call = call;
		threads_unlock();
		pool_run(call, fn);
		if (pool_call != call)
			return NULL;
		pool_end(call);
	}
	return NULL;
}

/* Takes the lock, which it releases in the end. If no thread is idle (threads_idle is 0
 * or less), and there are fewer than MOST_THREADS and fewer than 4 more than there are
 * processors (sysconf), starts a thread with pool_work; if that succeeds, there is one
 * thread more, and one idle thread more. If there is no thread at all then, returns
 * -EAGAIN. Otherwise the call joins the queue, there is one idle thread less, one thread
 * is woken (pthread_cond_signal), and 0 is returned. */
int pool_add(Call *call)
{
	long most = sysconf(_SC_NPROCESSORS_ONLN) + 4;

	threads_lock();
	if (threads_idle <= 0 && pool.threads < MOST_THREADS && pool.threads < most &&
	    thread_start(pool_work) == 0) {
		pool.threads++;
		threads_idle++;
	}
	bool some = pool.threads > 0;
	if (some) {
		list_append(&pool.queue, &call->links);
		threads_idle--;
		pthread_cond_signal(&pool.work);
	}
	threads_unlock();
	return some ? 0 : -EAGAIN;
}

/* ==== 5.5.2: the loop hears that the call is over ==== */

/* Called on the thread when the call is over. Takes the lock: there is one idle thread
 * more; if the loop of the call has an inbox, the handle `done` goes into it; pool_call
 * is NULL; and the thread gives up its ownership of the call. Releases the lock, and if
 * it was the last owner frees the call. Nothing else may come after the release, because
 * from then on the loop's thread may free the call. (call_let_go would take the lock a
 * second time.) */
static void pool_end(Call *call)
{
	threads_lock();
	threads_idle++;
	Inbox *inbox = inbox_find(call->loop);
	if (inbox != NULL)
		inbox_put(inbox, &call->done);
	pool_call = NULL;
	bool last = --call->owners == 0;
	threads_unlock();
	if (last)
		call->free(call);
}

/* ==== 5.5.6, may be skipped at first: a call ends its thread, or forks ==== */

/* Called when a call ends its thread, by pthread_exit or because it has let itself be
 * cancelled. In a child that the call has forked (pool_call is not the call) does
 * nothing. Otherwise the status of the call is -ECANCELED, the call is over (pool_end),
 * and a new thread with pool_work takes the place of this one. If none can be started,
 * this one goes on: it runs pool_work itself. */
static void pool_lost(void *arg)
{
	Call *call = arg;

	if (pool_call != call)
		return;
	call->status = -ECANCELED;
	pool_end(call);
	if (thread_start(pool_work) < 0)
		pool_work(NULL);
}

/* Called with the lock, in a child of fork. The queue is empty, there are no threads and
 * no idle ones, and this thread, even if it was one of the pool, has no call. The
 * condition becomes a new one (PTHREAD_COND_INITIALIZER), because threads that do not
 * exist here wait for the old one. */
void pool_forget(void)
{
	list_init(&pool.queue);
	pool.threads = threads_idle = 0;
	pool_call = NULL;
	pool.work = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
}
