/* tasks.c - a task is a future with a generator behind it. Each of its steps resumes the
 * generator, which runs until it waits for something. task_life.c says how a task
 * ends. */
#include "instruments/deadlock.h"
#include "instruments/quit.h"
#include "instruments/reports.h"
#include "instruments/task_names.h"
#include "instruments/trace_tasks.h"
#include "next_task.h"
#include "tasks_private.h"

#include <errno.h>

#undef asyncio_create_task
#undef loop_create_task
#undef loop_create_task_sized

/* ==== 4.2.1: a task is made, runs, and ends ==== */

/* The body has called generator_yield itself, so all other tasks get a turn: schedules
 * the task's step. There is nothing that could do anything with a value: if the value
 * that was yielded is not NULL, the generator_yield is to return -EINVAL (thrown). */
static void task_yielded(TaskObject *task)
{
	if (task_generator(task)->value != NULL)
		task->thrown = -EINVAL;
	loop_call_soon(task->future.loop, &task->step);
}

/* Resumes a body that has not begun, or that has called generator_yield. If the task has
 * a cancellation request (task_take_request), throws that into the generator; otherwise
 * throws what is in thrown, if that is not 0; otherwise resumes it with generator_next.
 * thrown is 0 afterwards. Returns what the generator returned. */
static int task_resume_yield(TaskObject *task)
{
	int error = task_take_request(task);

	if (error == 0)
		error = task->thrown;
	task->thrown = 0;
	return error < 0 ? generator_throw(task_generator(task), error, NULL)
	                 : generator_next(task_generator(task), NULL);
}

/* One step: runs the body up to the place where it suspends next, or to its end. */
static inline void task_run(TaskObject *task)
{
	Generator *generator = task_generator(task);

	task_running = task;
	if (task->suspended)
		generator_resume(generator, NULL, 0, NULL);
	else
		task_resume_yield(task);
	task_running = NULL;
	if (task->suspended)
		return;
	if (generator->state == GEN_CLOSED)
		task_finish(task, generator->status);
	else
		task_yielded(task);
}

/* What the handle of a task calls: runs the task. Then, as long as next_task returns a
 * task, whose handle is the next one of this pass, runs that, too. */
static void task_step(void *arg)
{
	TaskObject *task = arg;

	do
		task_run(task);
	while ((task = next_task(task_step)) != NULL);
}

static void task_init(TaskObject *task, Loop *loop);
static void task_first_join(Loop *loop);

/* From now on its loop knows the task, until the task is freed: the handle closing,
 * which calls task_close with the task, is at the end of loop->closing; and the loop
 * counts one more that waits. If the loop has no report_deadlock, this is its first
 * task, and task_first_join is called. In debug mode (task_debug is not NULL) tells
 * task_debug of the task, which is born. */
static void task_join(TaskObject *task)
{
	Loop *loop = task->future.loop;

	task->closing.fn = task_close;
	task->closing.arg = task;
	handle_append(&loop->closing, &task->closing);
	loop->waiting++;
	if (loop->report_deadlock == NULL)
		task_first_join(loop);
	if (task_debug != NULL)
		task_debug->born(task);
}

/* Makes a task whose stack is of this pool. Without a loop, or without memory, returns
 * NULL; for a closed loop a future that has failed with -ESHUTDOWN. The generator is
 * made with room for a TaskObject: the task lies right below the generator in memory, so
 * that task_generator finds the generator, and both are freed together. Then, in this
 * order: task_init; the stack gets the next name (name_next); task_join; trace_task is
 * called; and the step is on the ready list. Returns the task's future. */
static Task *task_create(Loop *loop, CoroutineFn *fn, void *arg, StackPool *pool)
{
	if (loop == NULL)
		return NULL;
	if (loop->closed)
		return future_failed(loop, -ESHUTDOWN);
	Generator *generator =
		generator_new_with_room(fn, arg, pool, sizeof(TaskObject));
	if (generator == NULL)
		return NULL;
	TaskObject *task = (TaskObject *)(void *)generator - 1;
	task_init(task, loop);
	name_next(generator->stack);
	task_join(task);
	trace_task(task);
	handle_append(&loop->ready, &task->step);
	return &task->future;
}

/* With a stack of the usual size, which is of stack_pool(CALLSTACK_SIZE). */
Task *loop_create_task(Loop *loop, CoroutineFn *fn, void *arg)
{
	return task_create(loop, fn, arg, stack_pool(CALLSTACK_SIZE));
}

/* Of the loop that runs in this thread (loop_running). */
Task *asyncio_create_task(CoroutineFn *fn, void *arg)
{
	return loop_create_task(loop_running, fn, arg);
}

Task *asyncio_current_task(void)
{
	return task_running == NULL ? NULL : &task_running->future;
}

/* ==== 4.2.5: what is let go, and what is forgotten ==== */

/* Called for the first task of a loop. From now on tasks_report_deadlock reports a
 * deadlock of this loop (loop->report_deadlock). In debug mode (task_debug is not NULL),
 * quit_watch is called with the loop. */
static void task_first_join(Loop *loop)
{
	loop->report_deadlock = tasks_report_deadlock;
	if (task_debug != NULL)
		quit_watch(loop);
}

void task_detach(Task *task)
{
	future_unref(task);
}

/* ==== 4.2.6, may be skipped at first: stacks of other sizes ==== */

/* Looks at the size before anything else, because stack_pool can take none above
 * CALLSTACK_MOST: for such a size returns a future that has failed with -EINVAL (NULL if
 * there is no loop). */
Task *loop_create_task_sized(Loop *loop, CoroutineFn *fn, void *arg, size_t stack_size)
{
	if (stack_size > CALLSTACK_MOST)
		return future_failed(loop, -EINVAL);
	return task_create(loop, fn, arg, stack_pool(stack_size));
}

/* ==== Given: the fields of a new task ==== */

/* Given because it is as it is for speed: compilers clear large structs slowly, so each
 * field is set by itself. A task has two references: its maker's, and its loop's until
 * it has finished. */
static void task_init(TaskObject *task, Loop *loop)
{
	future_init(&task->future, loop, &task_kind);
	task->future.is_task = true;
	task->future.refs = 2;
	task->step = (Handle)HANDLE(task_step, task);
	task->waits_for = NULL;
	task->finished = task->suspended = task->must_cancel = task->in_cancel = false;
	task->explained = task->deferred = false;
	task->cancelling = task->inside = task->thrown = task->refused = 0;
}
