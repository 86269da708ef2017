/* cancel.c - a cancellation request: it goes down a chain of tasks that wait for each
 * other, and is delivered as the result of what the last of them waits for. */
#include "instruments/trace_tasks.h"
#include "tasks_private.h"

/* ==== 4.4.1: a request is delivered ==== */

/* Returns whether this is a task that has not finished. NULL is none. */
static bool task_is_alive(const TaskObject *task)
{
	return task != NULL && !task->finished;
}

/* The walk goes from task to task along waits_for. It ends at a future that is no task
 * (or NULL), at a task that has finished, and at a task that is in_cancel: the request
 * has reached that one before. For each task on its way: it is in_cancel now, which
 * request_end takes back, and its count cancelling is one more; trace_cancels is called.
 * The request remembers the first of these tasks and the last; both are
 * NULL if it has reached none. */
Future *request_begin(Request *request, Future *future)
{
	TaskObject *task = task_of(future);

	*request = (Request){ NULL, NULL };
	for (; task_is_alive(task) && !task->in_cancel; task = task_of(future)) {
		task->in_cancel = true;
		task->cancelling++;
		trace_cancels(task);
		if (request->first == NULL)
			request->first = task;
		request->last = task;
		future = task->waits_for;
	}
	return future;
}

/* If the request has reached no task, returns accepted. Otherwise: if it was not
 * accepted, nothing could be cancelled for the last task, and that remembers the request
 * itself, in must_cancel. Goes from the first task to the last once more, along
 * waits_for, which is as it was: none of the tasks is in_cancel any more. Returns
 * true. */
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

/* Begins a request, cancels the future that is left at the end of the chain, ends the
 * request, and returns what that returns. (A task that has finished is itself what is
 * left; future_cancel, which refuses, counts as having looked at its error.) Two cases
 * come before. A future that is no task is cancelled with future_cancel. A task that is
 * in_cancel was reached by a request that came back to it: it waits for itself, in a
 * circle, and task_break_circle says what is to be returned. */
bool task_cancel(Task *future)
{
	TaskObject *task = task_of(future);
	Request request;

	if (task == NULL)
		return future_cancel(future);
	if (task->in_cancel)
		return task_break_circle(task);
	future = request_begin(&request, future);
	return request_end(&request, future_cancel(future));
}

/* 0 for a future that is no task. */
int task_cancelling(const Task *future)
{
	const TaskObject *task = task_of(future);

	return task == NULL ? 0 : task->cancelling;
}

/* If the future that the task waits for accepts to be cancelled, the request has been
 * passed on, and the task does not have to remember it. */
void task_pass_on(TaskObject *task)
{
	if (future_cancel(task->waits_for))
		task->must_cancel = false;
}

/* ==== 4.4.2: a request is taken back ==== */

/* Takes one request back, tells trace_uncancels, and returns how many are left. With the
 * last one a request that has not been delivered is forgotten. If there is no request,
 * or the future is no task, returns 0. */
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

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

bool task_break_circle(TaskObject *task)
{
	task->must_cancel = true;
	handle_cancel(&task->step);
	loop_call_soon(task->future.loop, &task->step);
	return true;
}
