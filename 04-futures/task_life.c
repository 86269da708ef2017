/* task_life.c - what a loop knows of its tasks, and what is said of those that nobody
 * cares for. */
#include "tasks_private.h"
#include "instruments/debug.h"
#include "instruments/reports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

_Thread_local TaskObject *task_running;

/* ==== Step 4.2: a future with a generator behind it ==== */

/* Rungs 4.4.9 and 4.4.8 bring these. Until then the first one returns false, and the
 * second one does nothing. */
static bool task_lets_pass(TaskObject *task);
static void task_unwind(TaskObject *task);

/* It is done: with what its body has returned, or cancelled. A request that it has
 * never heard of cancels it even if it went well. A body that is still alive has
 * been told to end, and would not: its stack stays as it is, for ever, since others
 * may know addresses in it. Of all others the loop lets go. */
void task_finish(TaskObject *task, int status)
{
	const Generator *generator = task_generator(task);
	int request = task_take_request(task);

	if (generator->state != GEN_CLOSED)
		status = task_abandon(task);
	if (task->inside > 0)
		task_report(task, "has ended inside a timeout or a group", "");
	task->finished = true;
	task->future.loop->waiting--;
	status = status == 0 ? request : status;
	future_settle(&task->future,
	              status == -ECANCELED ? FUTURE_CANCELLED : FUTURE_FINISHED, status,
	              generator->result);
	future_unref(&task->future); /* the loop's reference */
}

/* Its loop is being closed, and it still exists. In a child of fork the task is the
 * parent's: nothing is said of it, its body is not resumed, and its stack stays as it
 * is. */
void task_close(void *arg)
{
	TaskObject *task = arg;

	if (task->future.loop->inherited || task_lets_pass(task))
		return;
	task_report_closed(task);
	if (!task->finished)
		task_unwind(task);
}

TaskObject *task_unfinished(Links *links)
{
	Handle *handle = container_of(links, Handle, links);
	TaskObject *task = handle->fn == task_close ? handle->arg : NULL;

	return task == NULL || task->finished ? NULL : task;
}

/* Nobody refers to it any more. But the loop does until it has ended: then somebody
 * has let go what was not his. */
static void task_free(Future *future)
{
	TaskObject *task = (TaskObject *)(void *)future;

	if (!task->finished) {
		future->refs = 1;
		task_report(task, "was let go twice before it had ended: it runs on", "");
		return;
	}
	future_end(future);
	if (task->closing.leave != NULL) /* as handle_cancel, but without its calls */
		list_remove(&task->closing.links);
	if (task_debug == NULL || !task_debug->keeps(task))
		generator_free(task_generator(task));
}

const FutureKind task_kind = { "a task", task_cancel, task_free, true, &task_words };

size_t asyncio_all_tasks(Loop *loop, Task **tasks, size_t n)
{
	size_t there = 0;

	for (Links *l = loop->closing.next; l != &loop->closing; l = l->next) {
		TaskObject *task = task_unfinished(l);
		if (task != NULL && there++ < n)
			tasks[there - 1] = &task->future;
	}
	return there;
}

/* ==== 4.4.8: a loop is closed under tasks that wait ==== */

/* The body has been told to end, with -ECANCELED from every wait, and waits all the
 * same. It is given up: the task gets a reference that nobody will give back, so its
 * stack is never released (others may know addresses in it), and that is reported
 * ("waits although its loop is closed: it is abandoned"), even if a line about the task
 * has been written before (explained is false). Returns -ECANCELED. */
int task_abandon(TaskObject *task)
{
	future_ref(&task->future);
	task->explained = false;
	task_report(task, "waits although its loop is closed: it is abandoned", "");
	return -ECANCELED;
}

/* Called instead of a wait when the loop is closed. Returns -ECANCELED. A body that asks
 * once more after PATIENCE refusals would go on for ever: its generator is suspended
 * where it is (generator_suspend), and not resumed any more. */
int task_refuse(TaskObject *task)
{
	if (task->refused++ == PATIENCE)
		generator_suspend(task_generator(task));
	return -ECANCELED;
}

/* Ends a task whose loop is closed, now. Its step is taken back from where it is. Throws
 * -ECANCELED into its generator: at the yield where it is, or before it has begun; and
 * to a wait inside the body it is the result. If the body yields again (generator_throw
 * returns 1), throws again, up to PATIENCE times. While the body runs, task_running is
 * this task; afterwards it is what it was before. Then the task has finished, with what
 * the body has returned last (task_finish). */
static void task_unwind(TaskObject *task)
{
	TaskObject *outer = task_running;
	int status;

	handle_cancel(&task->step);
	task_running = task;
	do
		status = generator_throw(task_generator(task), -ECANCELED, NULL);
	while (status == 1 && task->refused++ < PATIENCE);
	task_running = outer;
	task_finish(task, status);
}

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

/* If this task awaits a task that has not finished, and that is still in loop->closing,
 * that one is to be closed first, so that the await finds it done and takes it: both
 * handles go to the front of loop->closing, the other one before this one. Returns true
 * then: this task is closed later. That happens once only (deferred), because two tasks
 * may wait for each other. Otherwise returns false. */
static bool task_lets_pass(TaskObject *task)
{
	TaskObject *other = task_of(task->waits_for);
	Links *closing = &task->future.loop->closing;

	if (task->deferred || other == NULL || other->closing.leave == NULL ||
	    other->finished)
		return false;
	task->deferred = true;
	handle_append(closing->next, &task->closing);
	handle_cancel(&other->closing);
	handle_append(closing->next, &other->closing);
	return true;
}

/* ==== Given: debug mode is told ==== */

int task_not_awaited(const Future *future, int status)
{
	if (task_debug != NULL)
		task_debug->refused(future);
	return status < 0 ? status : -EINVAL;
}
