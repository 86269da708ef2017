/* timeouts.c - a deadline is a timer that cancels a task. The art is to know afterwards
 * whether it was the timer, or somebody else. */
#include "instruments/trace_tasks.h"
#include "timeouts.h"

#include <errno.h>

/* ==== Step 4.4: calling it off ==== */

/* The deadline has passed. */
static void timeout_expire(void *arg)
{
	Timeout *timeout = arg;

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

/* Tells trace_timeout before the deadline is set. The task is referred to until the
 * exit, even if that should come too late. */
int timeout_enter(Timeout *timeout, double seconds)
{
	Task *task = asyncio_current_task();

	if (isnan(seconds) || timeout->entered || task == NULL)
		return -EINVAL;
	timeout->entered = true;
	timeout->task = future_ref(task);
	task_of(task)->inside++;
	timeout->cancelling = task_cancelling(task);
	timeout->alarm = (Handle)HANDLE(timeout_expire, timeout);
	trace_timeout(timeout, task_of(task));
	bool limited = seconds >= 0 && seconds < INFINITY;
	timeout_set_alarm(timeout, limited ? loop_time(task->loop) + seconds : INFINITY);
	return 0;
}

/* Our own request is taken back. If there are no more of them than when the task
 * entered, it was the only one, and -ECANCELED means that the time was up. */
static int timeout_take_back(Timeout *timeout, int error)
{
	bool ours = task_uncancel(timeout->task) <= timeout->cancelling;

	return ours && error == -ECANCELED ? -ETIMEDOUT : error;
}

int timeout_exit(Timeout *timeout, int error)
{
	Task *task = timeout->task;

	if (task == NULL || task != asyncio_current_task())
		error = error < 0 ? error : -EINVAL;
	if (task == NULL)
		return error;
	handle_cancel(&timeout->alarm);
	if (timeout->expired)
		error = timeout_take_back(timeout, error);
	task_of(task)->inside--;
	timeout->task = NULL;
	future_unref(task);
	return error;
}

int timeout_reschedule(Timeout *timeout, double when)
{
	if (isnan(when) || timeout->task == NULL || timeout->expired)
		return -EINVAL;
	timeout_set_alarm(timeout, when);
	return 0;
}

bool timeout_expired(const Timeout *timeout)
{
	return timeout->expired;
}
