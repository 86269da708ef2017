/* timeouts.c - a deadline is a timer that cancels a task. The art is to know afterwards
 * whether it was the timer that has cancelled it, or another task. */
#include "instruments/trace_tasks.h"
#include "timeouts.h"

#include <errno.h>

/* ==== 4.4.6: a limit of time ==== */

/* Called when the deadline has passed: the timeout has expired, and its task is
 * cancelled. */
static void timeout_expire(void *arg)
{
	Timeout *timeout = arg;

	timeout->expired = true;
	task_cancel(timeout->task);
}

/* Takes the alarm back, stores the deadline in timeout->when, and sets the alarm for it:
 * no alarm for INFINITY, nor if the loop is closed, which would refuse it. A deadline
 * that has come (it is now, or was before) is scheduled with loop_call_soon, and not as
 * a timer: so it comes in the next pass before the task can go on, even if the task only
 * gives the others one turn. */
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

/* Refuses with -EINVAL: seconds is NaN, the timeout was entered before, or no task is
 * running. Then the timeout is entered. It refers to the running task until its exit,
 * and that task is inside of one block more (task_of(task)->inside). It remembers how
 * many cancellation requests the task has at this moment. trace_timeout is called
 * for the timeout before its alarm is set. Seconds that are negative or INFINITY mean no
 * deadline. */
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

/* Called at the exit of a timeout that has expired: takes its own request back with
 * task_uncancel. If no more requests are left than there were when the task entered, no
 * other task has cancelled it, and -ECANCELED becomes -ETIMEDOUT. Every other error is
 * returned as it is. */
static int timeout_take_back(Timeout *timeout, int error)
{
	bool ours = task_uncancel(timeout->task) <= timeout->cancelling;

	return ours && error == -ECANCELED ? -ETIMEDOUT : error;
}

/* Returns error, or what becomes of it. If the timeout has no task (it was not entered,
 * or has been left), or the task is not the running one, an error that is not negative
 * becomes -EINVAL. Without a task that is all. Otherwise it takes the alarm back, says
 * "leaves its timeout: the time was up" or "leaves its timeout" (trace_says), and takes
 * the request back, if the timeout has expired; the task is inside of one block fewer;
 * and the timeout has no task any more: its reference is given back. */
int timeout_exit(Timeout *timeout, int error)
{
	Task *task = timeout->task;

	if (task == NULL || task != asyncio_current_task())
		error = error < 0 ? error : -EINVAL;
	if (task == NULL)
		return error;
	handle_cancel(&timeout->alarm);
	trace_says(timeout->expired ? "leaves its timeout: the time was up"
	                            : "leaves its timeout");
	if (timeout->expired)
		error = timeout_take_back(timeout, error);
	task_of(task)->inside--;
	timeout->task = NULL;
	future_unref(task);
	return error;
}

/* Refuses with -EINVAL as timeouts.h says; otherwise sets the alarm. */
int timeout_reschedule(Timeout *timeout, double when)
{
	if (isnan(when) || timeout->task == NULL || timeout->expired)
		return -EINVAL;
	timeout_set_alarm(timeout, when);
	return 0;
}

/* Returns whether the deadline has passed while the task was inside. */
bool timeout_expired(const Timeout *timeout)
{
	return timeout->expired;
}
