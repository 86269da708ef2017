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
	size_t queued, threads, busy;
	pthread_cond_t work; /* there is some in the queue */
} pool = { .queue = { &pool.queue, &pool.queue }, .work = PTHREAD_COND_INITIALIZER };

/* What this thread is at. */
static _Thread_local Call *pool_call;

/* ==== Step 5.3: from other threads into the loop ==== */

size_t pool_idle(void)
{
	return pool.threads - pool.busy;
}

Loop *pool_loop(void)
{
	return pool_call == NULL || pool_call->closed ? NULL : pool_call->future.loop;
}

/* Even the condition is new: for the old one threads wait that are not there. */
void pool_forget(void)
{
	list_init(&pool.queue);
	pool.queued = pool.threads = pool.busy = 0;
	pool.work = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
}

void pool_free(Call *call)
{
	if (call->drop != NULL)
		call->drop(call->arg);
	free(call);
}

/* Only if its loop is open it is told. */
static void pool_end(Call *call, int status, void *value)
{
	Inbox *inbox = call->closed ? NULL : inbox_find(call->future.loop);

	call->state = OVER;
	call->status = status > 0 ? -EINVAL : status;
	call->value = value;
	if (call->orphan)
		pool_free(call);
	else if (inbox != NULL)
		inbox_put(inbox, &call->done);
}

/* Comes and goes with the lock. */
static void pool_run(Call *call)
{
	void *value = NULL;

	list_remove(&call->links);
	call->state = RUNNING;
	pool_call = call;
	pool.queued--;
	pool.busy++;
	threads_unlock();
	int status = call->fn(call->arg, &value);
	if (status > 0)
		fprintf(stderr,
		        "a call on a thread returned a positive status: -EINVAL\n");
	threads_lock();
	pool.busy--;
	pool_call = NULL;
	pool_end(call, status, value);
}

/* One of the threads: for ever. */
static void *pool_work(void *nothing)
{
	threads_lock();
	for (;;) {
		while (list_empty(&pool.queue))
			changed_wait(&pool.work, INFINITY);
		pool_run(container_of(pool.queue.next, Call, links));
	}
	return NULL;
}

/* A thread more only if none is free. If there can be none, those there are will do. */
int pool_add(Call *call)
{
	long most = sysconf(_SC_NPROCESSORS_ONLN) + 4;
	size_t limit = most < MOST_THREADS ? (size_t)most : MOST_THREADS;

	if (pool_idle() <= pool.queued && pool.threads < limit) {
		int error = thread_start(pool_work);
		if (error < 0 && pool.threads == 0)
			return error;
		pool.threads += error == 0;
	}
	list_append(&pool.queue, &call->links);
	pool.queued++;
	pthread_cond_signal(&pool.work);
	return 0;
}

bool pool_take_back(Call *call)
{
	if (call->state != QUEUED)
		return false;
	list_remove(&call->links);
	pool.queued--;
	call->state = OVER;
	return true;
}
