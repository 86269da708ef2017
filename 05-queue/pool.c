/* pool.c - threads that may block, so that no loop need: one pool for the process. */
#include "machines/threads.h"
#include "threads_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_THREADS = 32 };

/* With the lock. */
static struct {
	Links queue;
	int threads;
	pthread_cond_t work; /* there is some in the queue */
} pool = { .queue = { &pool.queue, &pool.queue }, .work = PTHREAD_COND_INITIALIZER };

/* What this thread is at. */
_Thread_local Call *pool_call;

/* ==== Step 5.5: calls that block ==== */

/* Even the condition is new: for the old one threads wait that are not there. And if it
 * is a thread of the pool that has forked, in the child it is none. */
void pool_forget(void)
{
	list_init(&pool.queue);
	pool.threads = threads_idle = 0;
	pool_call = NULL;
	pool.work = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
}

/* Only if its loop is open it is told. By then this thread is free for more, and has let
 * the call go: while there is a loop nothing is freed behind its back. */
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

static void *pool_work(void *nothing);

/* The call has ended its thread, by pthread_exit or because it let itself be cancelled:
 * it is over as if it had returned -ECANCELED, and another thread takes this one's place.
 * If there can be none, this one goes on. In a child that the call has forked nothing is
 * left to be done. */
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

/* Calls fn, unless it is NULL, for the call, and keeps what it returns. */
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

/* One of the threads: for ever. It cannot be cancelled, whatever a call has set. In a
 * child that a call has forked it is the only thread, and the child ends with it. */
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

/* A thread more only if none is free. If there can be none, those there are will do. */
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
