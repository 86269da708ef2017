/* executor.c - calls on threads of the pool, as the loop sees them: futures. */
#include "io_selector.h"
#include "runners.h"
#include "threads_private.h"
#include "waiters.h"

#include <errno.h>
#include <stdlib.h>

/* ==== Step 5.3: from other threads into the loop ==== */

static Call *call_of(Future *future)
{
	return (Call *)(void *)future;
}

/* One call more, or fewer, that can wake the loop. */
static void executor_count(Loop *loop, int change)
{
	Inbox *inbox = inbox_of(loop);

	if (loop->closed) /* its inbox is gone */
		return;
	((IoSelector *)(void *)loop->selector)->outside += change;
	inbox->calls += (size_t)change;
	if (inbox->calls == 0)
		waiters_wake_all(&inbox->idle_waiters);
}

/* Its loop has no more to do with it. */
static void call_leave(Call *call)
{
	handle_cancel(&call->closing);
	executor_count(call->future.loop, -1);
	future_unref(&call->future);
}

/* It is over. Perhaps it was cancelled long ago. */
static void call_done(void *arg)
{
	Call *call = arg;

	if (!future_done(&call->future))
		future_settle(&call->future,
		              call->status == -ECANCELED ? FUTURE_CANCELLED
		                                         : FUTURE_FINISHED,
		              call->status, call->value);
	call_leave(call);
}

/* A thread that has begun goes on, and the loop waits to hear of its end. */
static bool call_cancel(Future *future)
{
	threads_lock();
	bool taken_back = pool_take_back(call_of(future));
	threads_unlock();
	future_settle_cancelled(future);
	if (taken_back)
		call_leave(call_of(future));
	return true;
}

/* The loop is being closed. */
static void call_close(void *arg)
{
	Call *call = arg;

	threads_lock();
	call->closed = true;
	pool_take_back(call);
	threads_unlock();
	handle_cancel(&call->done);
	if (!future_done(&call->future))
		future_settle_cancelled(&call->future);
	future_unref(&call->future);
}

/* Nobody refers to it any more. */
static void call_end(Future *future)
{
	Call *call = call_of(future);

	future_end(future);
	threads_lock();
	call->orphan = call->state == RUNNING;
	if (!call->orphan)
		pool_free(call);
	threads_unlock();
}

static const FutureKind call_kind = { "a call on a thread", call_cancel, call_end, true };

/* 0, or why there is none. */
static int call_begin(Call *call, Loop *loop)
{
	if (loop->closed || inbox_of(loop)->is_shutdown)
		return -ESHUTDOWN;
	future_init(&call->future, loop, &call_kind);
	future_ref(&call->future);
	call->done = (Handle)HANDLE(call_done, call);
	call->closing = (Handle)HANDLE(call_close, call);
	threads_lock();
	int error = pool_add(call);
	threads_unlock();
	if (error < 0)
		return error;
	handle_append(&loop->closing, &call->closing);
	executor_count(loop, 1);
	return 0;
}

Future *executor_call(Loop *loop, CoroutineFn *fn, void *arg, void (*drop)(void *arg))
{
	Call *call = loop == NULL ? NULL : calloc(1, sizeof *call);

	if (call == NULL) {
		if (drop != NULL)
			drop(arg);
		return NULL;
	}
	call->fn = fn;
	call->arg = arg;
	call->drop = drop;
	int error = call_begin(call, loop);
	if (error == 0)
		return &call->future;
	pool_free(call);
	return future_failed(loop, error);
}

Future *loop_run_in_executor(Loop *loop, CoroutineFn *fn, void *arg)
{
	return executor_call(loop, fn, arg, NULL);
}

int asyncio_to_thread(CoroutineFn *fn, void *arg, void **result)
{
	if (task_running == NULL)
		return -EPERM;
	if (task_running->future.loop->closed)
		return -ECANCELED;
	Future *call = loop_run_in_executor(task_running->future.loop, fn, arg);
	int status = future_wait(call);
	if (status == 0 && result != NULL)
		future_result(call, result);
	future_unref(call);
	return status;
}

static void idle_limit(void *arg)
{
	Waiter *waiter = arg;

	waiter_leave(waiter);
	future_settle(&waiter->future, FUTURE_FINISHED, -ETIMEDOUT, NULL);
}

static const FutureKind idle_kind = { "calls on threads to end", waiter_cancel, NULL,
	                              true };

/* Outside a task the loop runs until then. */
static int executor_wait(Loop *loop, double timeout)
{
	Waiter waiter;
	Handle limit = HANDLE(idle_limit, &waiter);

	future_init(&waiter.future, loop, &idle_kind);
	list_append(&inbox_of(loop)->idle_waiters, &waiter.links);
	if (timeout > 0)
		loop_call_later(loop, timeout, &limit);
	int status = task_running != NULL
	                     ? future_wait(&waiter.future)
	                     : loop_run_until_complete(loop, &waiter.future, NULL);
	handle_cancel(&limit);
	waiter_leave(&waiter);
	return status;
}

int loop_shutdown_default_executor(Loop *loop, double timeout)
{
	if (isnan(timeout))
		return -EINVAL;
	if (loop->closed)
		return 0;
	bool idle = inbox_of(loop)->calls == 0;
	if (!idle && task_running == NULL && asyncio_get_running_loop() != NULL)
		return -EPERM;
	inbox_of(loop)->is_shutdown = true;
	if (!idle && timeout == 0)
		return -ETIMEDOUT;
	return idle ? 0 : executor_wait(loop, timeout);
}

void executor_finish(Loop *loop)
{
	loop_shutdown_default_executor(loop, -1);
}
