/* tasks.c - a task is a future with a generator behind it. Each step of it resumes the
 * generator, until that waits for something. */
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

/* ==== Step 4.2: a future with a generator behind it ==== */

/* It has called generator_yield itself: that is a turn for the others. There is
 * nobody who could do anything with a value. */
static void task_yielded(TaskObject *task)
{
	if (task_generator(task)->value != NULL)
		task->thrown = -EINVAL;
	loop_call_soon(task->future.loop, &task->step);
}

/* From where it has called generator_yield, or from the beginning. */
static int task_resume_yield(TaskObject *task)
{
	int error = task_take_request(task);

	if (error == 0)
		error = task->thrown;
	task->thrown = 0;
	return error < 0 ? generator_throw(task_generator(task), error, NULL)
	                 : generator_next(task_generator(task), NULL);
}

/* One step, up to where it suspends next. */
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

/* What the handle of a task calls. The tasks that follow in this pass have their steps in
 * the same call (next_task.h). */
static void task_step(void *arg)
{
	TaskObject *task = arg;

	do
		task_run(task);
	while ((task = next_task(task_step)) != NULL);
}

/* Field by field, for compilers clear large structs slowly. */
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

/* Its loop has its first task. From now on it can say which tasks wait for ever. */
static void task_first_join(Loop *loop)
{
	task_debug_look();
	loop->explain = tasks_report_deadlock;
	if (task_debug != NULL)
		quit_watch(loop);
}

/* Its loop knows of the task from now on, until the task is freed. */
static void task_join(TaskObject *task)
{
	Loop *loop = task->future.loop;

	task->closing.fn = task_close;
	task->closing.arg = task;
	handle_append(&loop->closing, &task->closing);
	loop->waiting++;
	if (loop->explain == NULL)
		task_first_join(loop);
	if (task_debug != NULL)
		task_debug->born(task);
}

/* Tells trace_task of the task before it is scheduled. */
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

Task *loop_create_task(Loop *loop, CoroutineFn *fn, void *arg)
{
	return task_create(loop, fn, arg, stack_pool(CALLSTACK_SIZE));
}

Task *loop_create_task_sized(Loop *loop, CoroutineFn *fn, void *arg, size_t stack_size)
{
	if (stack_size > CALLSTACK_MOST)
		return future_failed(loop, -EINVAL);
	return task_create(loop, fn, arg, stack_pool(stack_size));
}

Task *asyncio_create_task(CoroutineFn *fn, void *arg)
{
	return loop_create_task(loop_running, fn, arg);
}

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
	future->refs++; /* its owner may let it go meanwhile */
	handle_append(&future->callbacks, &task->step);
	if (task->must_cancel)
		task_pass_on(task);
	return 1;
}

int task_stopped(TaskObject *task)
{
	return task->future.loop->closed ? -ECANCELED : task_take_request(task);
}

/* A request that has come meanwhile wins over whatever the future says. One that was done
 * before was not waited for. */
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

void time_is_up(void *future)
{
	future_set_result(future, NULL);
}

static const FutureKind sleep_kind = { "time to pass", future_settle_cancelled, NULL,
	                               false, &sleep_report };

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

void task_detach(Task *task)
{
	future_unref(task);
}

Task *asyncio_current_task(void)
{
	return task_running == NULL ? NULL : &task_running->future;
}
