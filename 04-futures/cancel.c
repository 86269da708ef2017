/* cancel.c - a request to end, delivered as the result of whatever a task waits for. */
#include "instruments/trace_tasks.h"
#include "tasks_private.h"

#include <errno.h>

/* ==== Step 4.4: calling it off ==== */

void task_break_circle(TaskObject *task)
{
	task->must_cancel = true;
	handle_cancel(&task->step);
	loop_call_soon(task->future.loop, &task->step);
}

/* Returns whether this is a task that has not finished. */
static bool task_is_alive(const TaskObject *task)
{
	return task != NULL && !task->finished;
}

/* Tells trace_cancels of each task when it has been asked. */
Future *request_begin(Request *request, Future *future)
{
	TaskObject *task = task_of(future);

	*request = (Request){ NULL, NULL };
	for (; task_is_alive(task) && !task->in_cancel; task = task_of(future)) {
		task->in_cancel = true;
		task->cancelling++;
		trace_cancels(task);
		task->future.unseen = false;
		if (request->first == NULL)
			request->first = task;
		request->last = task;
		future = task->waits_for;
	}
	return future;
}

bool request_end(Request *request, bool accepted)
{
	TaskObject *task = request->first, *last = request->last;

	if (task == NULL)
		return accepted;
	if (!accepted)
		last->must_cancel = true;
	for (; task != last; task = task_of(task->waits_for))
		task->in_cancel = false;
	last->in_cancel = false;
	return true;
}

/* A second time it is asked in the same request, so it waits, in a circle, for itself. */
bool task_cancel(Task *future)
{
	TaskObject *task = task_of(future);
	Request request;

	if (task_is_alive(task) && task->in_cancel) {
		task_break_circle(task);
		return true;
	}
	if (task_is_alive(task)) {
		future = request_begin(&request, future);
		return request_end(&request, future_cancel(future));
	}
	if (task == NULL)
		return future_cancel(future);
	future->unseen = false;
	return false;
}

int task_cancelling(const Task *future)
{
	const TaskObject *task = task_of(future);

	return task == NULL ? 0 : task->cancelling;
}

/* Tells trace_uncancels of the request that is taken back. */
int task_uncancel(Task *future)
{
	TaskObject *task = task_of(future);

	if (task == NULL || task->cancelling == 0)
		return 0;
	if (--task->cancelling == 0)
		task->must_cancel = false;
	trace_uncancels(task);
	return task->cancelling;
}

void task_pass_on(TaskObject *task)
{
	if (future_cancel(task->waits_for))
		task->must_cancel = false;
}
