/* executor.c - calls on threads of the pool, as the loop sees them: futures. */
#include "io_selector.h"
#include "runners.h"
#include "threads_private.h"
#include "timeouts.h"

#include <errno.h>
#include <stdlib.h>

#undef loop_run_in_executor

static void call_done(void *arg);
static bool call_cancel(Future *future);
static void call_close(void *arg);
static void call_free(Future *future);
static void executor_count(Loop *loop, int change);

static const FutureKind call_kind = { "a call on a thread", call_cancel, call_free,
	                              true, NULL };

/* ==== 5.5.1: a function runs on a thread of the pool ==== */

/* Fills in the call: its two handles (closing calls call_close, done calls call_done),
 * the loop, fn, arg and free, two owners, and its future, of call_kind. Gives it to the
 * pool. If that fails, or if the loop is closed or its executor shut down (-ESHUTDOWN),
 * the future has failed with that error, and call_let_go is called once, because no
 * thread will do it; the caller's reference is the only one. Otherwise `closing` goes to
 * the end of loop->closing, the loop has one call more (executor_count), and the future
 * gets a second reference, which is the loop's. Returns the future. */
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
		call_let_go(call);
		return &call->future;
	}
	handle_append(&loop->closing, &call->closing);
	executor_count(loop, 1);
	return future_ref(&call->future);
}

/* Allocates a Call, all of it zero, and begins it; libc's free frees it. Without a loop,
 * or without memory, returns NULL. */
Future *loop_run_in_executor(Loop *loop, CoroutineFn *fn, void *arg)
{
	Call *call = loop == NULL ? NULL : calloc(1, sizeof *call);

	return call == NULL ? NULL : call_begin(call, loop, fn, arg, free);
}

/* ==== 5.5.2: the loop hears that the call is over ==== */

/* The loop has so many calls more (1 or -1): adds that to the calls of its inbox, and to
 * `outside` of its selector, which counts what can still wake the loop: while it is 0, a
 * loop with nothing else to wait for wakes now and then, to see whether there still are
 * threads. If there are no calls left, wakes all idlers. */
static void executor_count(Loop *loop, int change)
{
	Inbox *inbox = inbox_of(loop);

	((IoSelector *)(void *)loop->selector)->outside += change;
	inbox->calls += change;
	if (inbox->calls == 0)
		waiters_wake_all(&inbox->idlers);
}

void call_let_go(Call *call)
{
	threads_lock();
	bool last = --call->owners == 0;
	threads_unlock();
	if (last)
		call->free(call);
}

/* Called in the loop's thread, because the thread of the pool has left the handle `done`
 * in the inbox. If the future is not done yet (it may have been cancelled long ago),
 * settles it with the status and value of the call: a positive status is -EINVAL, and
 * -ECANCELED is the state FUTURE_CANCELLED. Then cancels `closing`, counts one call
 * less, and gives back the loop's reference. */
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

/* Called when the last reference to the future has been given back: ends the future as
 * every kind does (future_end, then made_ends), and gives up its ownership of the
 * call. */
static void call_free(Future *future)
{
	future_end(future);
	made_ends(future);
	call_let_go((Call *)(void *)future);
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

/* ==== 5.5.3: a call is cancelled, or its loop is closed ==== */

/* Takes the lock, and makes the call's fn NULL: a call that no thread has begun will not
 * run. Releases the lock, cancels the future at once (future_settle_cancelled), and
 * returns what that returns. A thread that has begun goes on, and the loop still waits to
 * hear that the call is over. */
static bool call_cancel(Future *future)
{
	Call *call = (Call *)(void *)future;

	threads_lock();
	call->fn = NULL;
	threads_unlock();
	return future_settle_cancelled(future);
}

/* Called when the loop is being closed before the call is over. Takes the lock: the call
 * has no loop any more, so that the thread leaves nothing in an inbox. Releases the lock,
 * which handle_cancel takes itself if `done` lies in an inbox. Takes `done` back from
 * where it may be (handle_cancel), calls future_cancel, and gives back the loop's
 * reference. The call is not counted down: nothing reads the count of a closed
 * loop. */
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

/* ==== 5.5.5, may be skipped at first: the executor is shut down ==== */

static const FutureKind idle_kind = { "calls on threads to end", waiter_cancel, NULL,
	                              true, NULL };

/* A coroutine of the running loop: waits among the idlers of its inbox until the loop
 * has no calls, and for at most so many seconds (a double; a Timeout). Returns 0 at once
 * if there are none; the last call may have ended before the task runs for the first
 * time. Returns -EPERM if there are calls but no task that could wait; -ETIMEDOUT; or
 * why the wait failed. */
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

/* Returns -EINVAL if there is no loop, if another loop runs in this thread, or if the
 * timeout is NaN; 0 if the loop is closed. Otherwise the executor is shut down from now
 * on. Without calls returns 0; with a timeout of 0, -ETIMEDOUT. If the loop runs, this
 * is executor_idle. If no loop runs, this loop runs executor_idle as a task, until that
 * is done (loop_run_until_complete, which takes the task only then; so another
 * reference, of its own, tells whether it is done); if the run ends before, the task is
 * detached. */
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
		task_detach(task);
	future_unref(task);
	return status;
}

/* asyncio_run calls this when its main task has ended: shuts the executor down, without
 * a limit of time. If that is interrupted, calls go on, and what they return is dropped,
 * because the loop is closed next. */
void executor_finish(Loop *loop)
{
	int status = loop_shutdown_default_executor(loop, -1);

	(void)status;
}
