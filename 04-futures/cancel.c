/* cancel.c - a request to end, delivered as the result of whatever a task waits for. */
#include "tasks_private.h"

#include <errno.h>

/* ==== Step 4.4: calling it off ==== */

/* One level of it. Returns the task that this one waits for, which is to be asked as
 * well, or NULL: anything else it waits for has been asked right here; and if that
 * was done already, or if there was nothing, the task will hear of it when it runs
 * next. */
static TaskObject *task_request(TaskObject *task)
{
	TaskObject *other = task_of(task->waits_for);

	task->in_cancel = true;
	task->cancelling++;
	if (other != NULL && !other->finished)
		return other;
	if (!future_cancel(task->waits_for))
		task->must_cancel = true;
	return NULL;
}

/* They wait for each other in a circle, so none of them will ever be done: this one
 * goes on without what it waits for. */
static void task_break_circle(TaskObject *task)
{
	task->must_cancel = true;
	handle_cancel(&task->step);
	loop_call_soon(task->future.loop, &task->step);
}

/* Down the chain of tasks that wait for each other, which may be long: in a loop, and
 * not by calling itself. In the end those that were asked here are no longer at it, but
 * one that was at it before, and whom a gather has led us to, is. */
bool task_cancel(Task *future)
{
	TaskObject *task = task_of(future), *t = task;
	size_t asked = 0;

	if (task == NULL)
		return future_cancel(future);
	future->unseen = false;
	if (task->finished)
		return false;
	if (task->in_cancel) { /* by way of a gather */
		task_break_circle(task);
		return true;
	}
	for (; t != NULL && !t->in_cancel; asked++)
		t = task_request(t);
	if (t != NULL)
		task_break_circle(t);
	for (t = task; asked > 0; asked--, t = task_of(t->waits_for))
		t->in_cancel = false;
	return true;
}

int task_cancelling(const Task *future)
{
	const TaskObject *task = task_of(future);

	return task == NULL ? 0 : task->cancelling;
}

int task_uncancel(Task *future)
{
	TaskObject *task = task_of(future);

	if (task == NULL || task->cancelling == 0)
		return 0;
	if (--task->cancelling == 0)
		task->must_cancel = false;
	return task->cancelling;
}

void task_pass_on(TaskObject *task)
{
	if (future_cancel(task->waits_for))
		task->must_cancel = false;
}
