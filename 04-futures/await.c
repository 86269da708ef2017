/* await.c - how a task waits: what comes before the switch in an await, and what comes
 * after it; and how it sleeps, which is to wait for a timer. */
#include "instruments/reports.h"
#include "tasks_private.h"

#include <errno.h>

/* ==== 4.2.2: a task waits ==== */

/* Refuses with the first of these that applies: -EPERM if there is no task; -EDEADLK if
 * the future is the task itself; what task_not_awaited returns for -EINVAL, if the
 * future belongs to another loop; what task_refuse returns, if the loop is closed.
 * Otherwise the task is about to wait: it notes the future in waits_for, takes a
 * reference to it, because its owner may give it up in the meantime, and its step goes
 * to the end of the future's callbacks (handle_append). If it has a cancellation request
 * (must_cancel), task_pass_on is called then. Returns 1. */
int task_wait_begin(TaskObject *task, Future *future)
{
	if (task == NULL)
		return -EPERM;
	if (future == &task->future)
		return -EDEADLK;
	if (future->loop != task->future.loop)
		return task_not_awaited(future, -EINVAL);
	if (task->future.loop->closed)
		return task_refuse(task);
	task->waits_for = future;
	future->refs++; /* its owner may give it up meanwhile */
	handle_append(&future->callbacks, &task->step);
	if (task->must_cancel)
		task_pass_on(task);
	return 1;
}

/* Returns -ECANCELED if the task's loop is closed, and otherwise what task_take_request
 * returns. */
int task_stopped(TaskObject *task)
{
	return task->future.loop->closed ? -ECANCELED : task_take_request(task);
}

/* Ends a wait, with what task_wait has returned. Negative: returns that. 0: the future
 * was done before, so returns its status. 1: the task has waited. It waits for nothing
 * any more, and gives the reference back that it took for the wait. Its status is the
 * future's (future_result); but if it has a cancellation request, or its loop is closed,
 * it is what task_stopped returns, whatever the future has become: then, too, the
 * future's error counts as looked at. */
static inline int wait_end(Future *future, int waited)
{
	TaskObject *task = task_running;
	int status = waited < 0 ? waited : future_result(future, NULL);

	if (waited <= 0)
		return status;
	task->waits_for = NULL;
	if (task->must_cancel || task->future.loop->closed)
		status = task_stopped(task);
	future_unref(future);
	return status;
}

int task_wait_end(Future *future, int waited)
{
	return wait_end(future, waited);
}

/* Ends a wait as wait_end does, and takes the future. Stores the future's value if the
 * status is 0, and NULL otherwise; value may be NULL. If the future is not done, it
 * could not be awaited: it stays the caller's, and what task_not_awaited returns is
 * returned. */
int await_end(Future *future, int waited, void **value)
{
	int status = wait_end(future, waited);

	if (value != NULL)
		*value = status == 0 ? future->value : NULL;
	if (!future_done(future))
		return task_not_awaited(future, status);
	future_unref(future);
	return status;
}

/* ==== 4.2.3: a task sleeps ==== */

/* Completes the future, with the value NULL. */
void time_is_up(void *future)
{
	future_set_result(future, NULL);
}

static const FutureKind sleep_kind = { "time to pass", future_settle_cancelled, NULL,
	                               false, &sleep_report };

/* The sleeping task waits for a future of the kind sleep_kind, which lies on its stack,
 * as does the timer that sets it (time_is_up). The future's value is the timer
 * meanwhile, which is for reports. -EINVAL: seconds is NaN; -EPERM: no task is running;
 * or why the timer cannot be set, or what the wait returns. If the loop is closed it
 * sets no timer, and waits all the same: that wait is refused. The timer is nowhere when
 * the function returns. */
int sleep_for(double seconds)
{
	Future over; /* the timer sets it; its value is the timer, for reports */
	Handle timer = HANDLE(time_is_up, &over);

	if (isnan(seconds))
		return -EINVAL;
	if (task_running == NULL)
		return -EPERM;
	Loop *loop = task_running->future.loop;
	future_init(&over, loop, &sleep_kind);
	over.value = &timer;
	int error = loop->closed ? 0 : loop_call_later(loop, seconds, &timer);
	if (error == 0)
		error = future_wait(&over);
	handle_cancel(&timer);
	return error;
}
