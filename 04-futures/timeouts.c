/* timeouts.c - a deadline is a timer that cancels a task. The art is to know afterwards
 * whether it was the timer, or somebody else. */
#include "timeouts.h"
#include "tasks_private.h"

#include <errno.h>

/* ==== Step 4.4: calling it off ==== */

/* The deadline has passed. */
static void timeout_expire(void *arg)
{
	Timeout *timeout = arg;

	timeout->state = TIMEOUT_EXPIRED;
	timeout->expired = true;
	task_cancel(timeout->task);
}

/* One that has passed already comes in the next pass: before the task can go on, should
 * it give way in this one. A closed loop has no use for deadlines: nobody may wait. */
static void timeout_set_alarm(Timeout *timeout, double when)
{
	Loop *loop = timeout->task->loop;

	handle_cancel(&timeout->alarm);
	timeout->when = when;
	if (when == INFINITY || loop->closed)
		return;
	if (when <= loop_time(loop))
		loop_call_soon(loop, &timeout->alarm);
	else
		loop_call_at(loop, when, &timeout->alarm);
}

/* The task is referred to until the exit, even if that should come too late. */
int timeout_enter(Timeout *timeout, double seconds)
{
	Task *task = asyncio_current_task();

	if (isnan(seconds) || timeout->state != TIMEOUT_NEW || task == NULL)
		return -EINVAL;
	timeout->state = TIMEOUT_ENTERED;
	timeout->task = future_ref(task);
	task_of(task)->inside++;
	timeout->cancelling = task_cancelling(task);
	timeout->alarm = (Handle)HANDLE(timeout_expire, timeout);
	bool limited = seconds >= 0 && seconds < INFINITY;
	timeout_set_alarm(timeout, limited ? loop_time(task->loop) + seconds : INFINITY);
	return 0;
}

/* Our own request is taken back. If there are no more of them than when the task entered,
 * it was the only one, and -ECANCELED means that the time was up. */
static int timeout_take_back(Timeout *timeout, int error)
{
	bool ours = task_uncancel(timeout->task) <= timeout->cancelling;

	return ours && error == -ECANCELED ? -ETIMEDOUT : error;
}

int timeout_exit(Timeout *timeout, int error)
{
	bool is_inside = timeout->state == TIMEOUT_ENTERED ||
	                 timeout->state == TIMEOUT_EXPIRED;

	if (!is_inside || timeout->task != asyncio_current_task())
		error = error < 0 ? error : -EINVAL;
	if (!is_inside)
		return error;
	handle_cancel(&timeout->alarm);
	if (timeout->state == TIMEOUT_EXPIRED)
		error = timeout_take_back(timeout, error);
	timeout->state = TIMEOUT_LEFT;
	task_of(timeout->task)->inside--;
	future_unref(timeout->task);
	timeout->task = NULL;
	return error;
}

int timeout_reschedule(Timeout *timeout, double when)
{
	if (isnan(when) || timeout->state != TIMEOUT_ENTERED)
		return -EINVAL;
	timeout_set_alarm(timeout, when);
	return 0;
}

bool timeout_expired(const Timeout *timeout)
{
	return timeout->expired;
}

/* What wait_for waits for when the time is up: the end of what it has called off. */
static const FutureKind end_kind = { "the end of what it has called off",
	                             future_settle_cancelled, NULL, false };

static void has_ended(void *end)
{
	future_set_result(end, NULL);
}

/* Calls it off and sits out its end, which may take time; unless that is called off in
 * turn: then nobody asks how it ended. */
static int future_call_off(Future *future)
{
	Future end;
	Handle ended = HANDLE(has_ended, &end);

	future_init(&end, future->loop, &end_kind);
	future_add_done_callback(future, &ended);
	future_cancel(future);
	int status = future_wait(&end);
	handle_cancel(&ended);
	if (status < 0)
		return status;
	status = future_result(future, NULL);
	return status == -ECANCELED ? -ETIMEDOUT : status;
}

static int future_wait_within(Future *future, double seconds)
{
	Timeout timeout = { 0 };

	timeout_enter(&timeout, seconds);
	return timeout_exit(&timeout, future_wait(future));
}

/* Why the running task may not wait for it; 0: it may. */
static int wait_for_refusal(const Future *future)
{
	const Task *task = asyncio_current_task();

	if (task == NULL)
		return -EPERM;
	if (future == task)
		return -EDEADLK;
	return future->loop == task->loop ? 0 : task_not_awaited(future, -EINVAL);
}

/* What may be waited for is taken, however that ends. */
int asyncio_wait_for(Future *future, double seconds, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (isnan(seconds))
		return -EINVAL;
	int status = future_done(future) ? 0 : wait_for_refusal(future);
	if (status < 0)
		return status;
	if (future_done(future))
		status = future_result(future, NULL);
	else if (seconds == 0)
		status = future_call_off(future);
	else
		status = future_wait_within(future, seconds);
	if (status == 0)
		future_result(future, value);
	future_unref(future);
	return status;
}
