/* task_life.c - how a task ends, what a loop knows of its tasks, and what is reported of
 * tasks to which nothing refers any more. */
#include "tasks_private.h"
#include "instruments/debug.h"
#include "instruments/reports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

_Thread_local TaskObject *task_running;

/* ==== 4.2.1: a task is made, runs, and ends ==== */

/* The body of the task has ended, with this status, or is not to run any more. The
 * outcome of the task is that status, and the generator's result as the value. Two
 * things come before it: if the task has a cancellation request that was never
 * delivered (task_take_request), a status of 0 becomes that; and if the generator is
 * not closed, the body has ignored every -ECANCELED, so the status is what task_abandon
 * returns. A task that is still inside a timeout or a group is reported ("has ended
 * inside a timeout or a group"). Then: it has finished; its loop counts one fewer that
 * waits; its future is settled, as CANCELLED if the status is -ECANCELED, otherwise as
 * FINISHED; and the loop gives its reference back, which comes last, because it may
 * free the task. */
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

static void task_free(Future *future);

const FutureKind task_kind = { "a task", task_cancel, task_free, true, &task_words };

/* ==== 4.2.5: what is let go, and what is forgotten ==== */

/* Called with the last reference to a task. If the task has not finished, its user has
 * given back a reference that was the loop's: the task gets it back (refs is 1), and
 * that is reported ("was let go twice before it had ended: it runs on"). Otherwise ends
 * the future, takes the handle closing out of its list, unless it is in none (its leave
 * is NULL), because the loop is closed; list_remove is enough. Then frees the generator,
 * in whose memory the task lies; but not if debug mode keeps the task. */
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

/* Rungs 4.4.9 and 4.4.8 bring these. Until then the first one returns false, and the
 * second one does nothing. */
static bool task_lets_pass(TaskObject *task);
static void task_unwind(TaskObject *task);

/* Called when the loop of the task is closed, and the task still exists. If the loop is
 * inherited, we are in a child of fork, and the task is the parent's: does nothing. If
 * task_lets_pass returns true, the task is closed later: does nothing. Otherwise reports
 * the task (task_report_closed), and unwinds it if it has not finished. */
void task_close(void *arg)
{
	TaskObject *task = arg;

	if (task->future.loop->inherited || task_lets_pass(task))
		return;
	task_report_closed(task);
	if (!task->finished)
		task_unwind(task);
}

/* A handle in loop->closing belongs to a task if it calls task_close. */
TaskObject *task_unfinished(Links *links)
{
	Handle *handle = container_of(links, Handle, links);
	TaskObject *task = handle->fn == task_close ? handle->arg : NULL;

	return task == NULL || task->finished ? NULL : task;
}

/* Goes through loop->closing, in its order, and counts the tasks that have not
 * finished. */
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

/* Called when the body has got -ECANCELED from every wait, and still waits. It is given
 * up: the task gets a reference that is never given back, so its stack is never released
 * (other tasks may have addresses in it), and that is reported ("waits although its loop
 * is closed: it is abandoned"), even if a line about the task has been written before
 * (so explained becomes false first). Returns -ECANCELED. */
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
 * returns 1), adds 1 to refused and throws again, but not once that is PATIENCE: a body
 * that task_refuse has suspended has more than that, and is not resumed. While the body
 * runs, task_running is this task; afterwards it is what it was before. Then the task
 * has finished, with what the body has returned last (task_finish). */
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
 * handles go to the front of loop->closing, the other one before this one. (The other
 * one is in the list; this one is nowhere, because it is being called.) Returns true
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
