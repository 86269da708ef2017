/* executor.c - calls on threads of the pool, as the loop sees them: futures. */
#include "io_selector.h"
#include "runners.h"
#include "threads_private.h"
#include "timeouts.h"

#include <errno.h>
#include <stdlib.h>

#undef loop_run_in_executor

/* ==== Step 5.5: calls that block ==== */

/* One call more, or fewer, that can wake the loop. */
static void executor_count(Loop *loop, int change)
{
	Inbox *inbox = inbox_of(loop);

	((IoSelector *)(void *)loop->selector)->outside += change;
	inbox->calls += change;
	if (inbox->calls == 0)
		waiters_wake_all(&inbox->idlers);
}

/* Its future does that, and the thread that it was for: the second one frees it. */
static void call_let_go(Call *call)
{
	threads_lock();
	bool last = --call->owners == 0;
	threads_unlock();
	if (last)
		call->free(call);
}

/* The loop hears that it is over. Perhaps it was cancelled long ago. */
static void call_done(void *arg)
{
	Call *call = arg;
	int status = call->status > 0 ? -EINVAL : call->status;
	FutureState state = status == -ECANCELED ? FUTURE_CANCELLED : FUTURE_FINISHED;

	if (!future_done(&call->future))
		future_settle(&call->future, state, status, call->value);
	handle_cancel(&call->closing);
	executor_count(call->future.loop, -1);
	future_unref(&call->future);
}

/* A thread that has begun goes on, and the loop waits to hear of its end. */
static bool call_cancel(Future *future)
{
	Call *call = (Call *)(void *)future;

	threads_lock();
	call->fn = NULL;
	threads_unlock();
	return future_settle_cancelled(future);
}

/* The loop is being closed. */
static void call_close(void *arg)
{
	Call *call = arg;

	threads_lock();
	call->loop = NULL;
	threads_unlock();
	handle_cancel(&call->done);
	future_cancel(&call->future);
	future_unref(&call->future);
}

/* Nobody refers to it any more. */
static void call_free(Future *future)
{
	future_end(future);
	made_ends(future);
	call_let_go((Call *)(void *)future);
}

static const FutureKind call_kind = { "a call on a thread", call_cancel, call_free,
	                              true, NULL };

Future *call_begin(Call *call, Loop *loop, CoroutineFn *fn, void *arg,
                   void (*free)(void *call))
{
	bool refused = loop->closed || inbox_of(loop)->is_shutdown;

	call->closing = (Handle)HANDLE(call_close, call);
	call->done = (Handle)HANDLE(call_done, call);
	call->loop = loop;
	call->fn = fn;
	call->arg = arg;
	call->free = free;
	call->owners = 2;
	future_init(&call->future, loop, &call_kind);
	int error = refused ? -ESHUTDOWN : pool_add(call);
	if (error < 0) {
		future_settle(&call->future, FUTURE_FINISHED, error, NULL);
		call_let_go(call); /* no thread will */
		return &call->future;
	}
	handle_append(&loop->closing, &call->closing);
	executor_count(loop, 1);
	return future_ref(&call->future);
}

Future *loop_run_in_executor(Loop *loop, CoroutineFn *fn, void *arg)
{
	Call *call = loop == NULL ? NULL : calloc(1, sizeof *call);

	return call == NULL ? NULL : call_begin(call, loop, fn, arg, free);
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

static const FutureKind idle_kind = { "calls on threads to end", waiter_cancel, NULL,
	                              true, NULL };

/* In a task of the loop: waits until it has no calls. The last one may have ended before
 * the task has its first turn. -EPERM: there are calls, but no task that could wait. */
static int executor_idle(void *seconds, void **result)
{
	Inbox *inbox = inbox_of(asyncio_get_running_loop());
	Timeout timeout = { 0 };
	Waiter waiter;

	if (inbox->calls == 0)
		return 0;
	if (task_running == NULL)
		return -EPERM;
	int error = timeout_enter(&timeout, *(double *)seconds);
	if (error == 0)
		error = waiters_wait(&inbox->idlers, &waiter, &idle_kind);
	return timeout_exit(&timeout, error);
}

/* If no loop runs, this one does until then. */
int loop_shutdown_default_executor(Loop *loop, double timeout)
{
	const Loop *running = asyncio_get_running_loop();

	if (loop == NULL || isnan(timeout) || (running != NULL && running != loop))
		return -EINVAL;
	if (loop->closed)
		return 0;
	inbox_of(loop)->is_shutdown = true;
	if (inbox_of(loop)->calls == 0 || timeout == 0)
		return inbox_of(loop)->calls == 0 ? 0 : -ETIMEDOUT;
	if (running != NULL)
		return executor_idle(&timeout, NULL);
	Task *task = future_ref(loop_create_task(loop, executor_idle, &timeout));
	int status = loop_run_until_complete(loop, task, NULL);
	if (!future_done(task))
		task_detach(task); /* it was not taken */
	future_unref(task);
	return status;
}

/* If that is interrupted, calls go on: the loop is closed next, and drops what they
 * bring. */
void executor_finish(Loop *loop)
{
	int status = loop_shutdown_default_executor(loop, -1);

	(void)status;
}
