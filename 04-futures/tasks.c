/* tasks.c - a task is a future with a generator behind it. Each step of it resumes the
 * generator, until that waits for something. */
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

_Thread_local TaskObject *task_running;

/* The name of the next one. Counted in letters: most names are never read, and to
 * make one of a number costs more than all the rest of a task. */
static _Thread_local char next_name[sizeof((CallStack *)0)->name] = "Task-1";

/* ==== Step 4.2: a future with a generator behind it ==== */

/* It is done: with what its body has returned, or cancelled. A request that it has
 * never heard of cancels it even if it went well. A body that is still alive has
 * been told to end, and would not: its stack stays as it is, for ever, since others
 * may know addresses in it. Of all others the loop lets go. */
void task_finish(TaskObject *task)
{
	void *value = NULL;
	int status = generator_result(task->generator, &value);
	int request = task_take_request(task);

	if (task->generator->state != GEN_CLOSED)
		status = task_abandon(task);
	task->generator = NULL;
	task->future.loop->waiting--;
	status = status == 0 ? request : status;
	future_settle(&task->future,
	              status == -ECANCELED ? FUTURE_CANCELLED : FUTURE_FINISHED, status,
	              value);
	future_unref(&task->future); /* the loop's reference */
}

/* It has called generator_yield itself: that is a turn for the others. There is
 * nobody who could do anything with a value. */
static void task_yielded(TaskObject *task, const void *value)
{
	if (value != NULL)
		task->thrown = -EINVAL;
	loop_call_soon(task->future.loop, &task->step);
}

/* From where it has called generator_yield, or from the beginning. */
static int task_resume_yield(TaskObject *task, void **value)
{
	int error = task_take_request(task);

	if (error == 0)
		error = task->thrown;
	task->thrown = 0;
	return error < 0 ? generator_throw(task->generator, error, value)
	                 : generator_next(task->generator, value);
}

/* One step, up to where it suspends next. */
static void task_step(void *arg)
{
	TaskObject *task = arg;
	void *value;

	task_running = task;
	int status = task->suspended ? generator_next(task->generator, &value)
	                             : task_resume_yield(task, &value);
	task_running = NULL;
	if (status != 1)
		task_finish(task);
	else if (!task->suspended)
		task_yielded(task, value);
}

/* After "Task-9" comes "Task-10". It is counted after it was copied: what has just been
 * written in letters is slow to read in one piece. */
static void task_name(const Generator *generator)
{
	static _Thread_local size_t last = sizeof "Task-1" - 2;
	size_t i = last;

	memcpy(generator->stack->name, next_name, sizeof next_name);
	for (; next_name[i] == '9'; i--)
		next_name[i] = '0';
	if (next_name[i] != '-') {
		next_name[i]++;
	} else {
		next_name[i + 1] = '1';
		next_name[++last] = '0';
	}
}

/* Field by field, for compilers clear large structs slowly. */
static void task_init(TaskObject *task, Loop *loop, Generator *generator)
{
	future_init(&task->future, loop, &task_kind);
	task->future.refs = 2;
	task->generator = generator;
	task->step = (Handle)HANDLE(task_step, task);
	task->waits_for = NULL;
	task->suspended = task->must_cancel = task->in_cancel = false;
	task->explained = task->deferred = false;
	task->cancelling = task->thrown = task->refused = 0;
}

Task *loop_create_task(Loop *loop, CoroutineFn *fn, void *arg)
{
	if (loop == NULL)
		return NULL;
	if (loop->closed)
		return future_failed(loop, -ESHUTDOWN);
	Generator *generator = generator_new_with_room(fn, arg, sizeof(TaskObject));
	if (generator == NULL)
		return NULL;
	TaskObject *task = (TaskObject *)(void *)generator - 1;
	task_init(task, loop, generator);
	task_name(generator);
	task_join(task);
	loop_call_soon(loop, &task->step);
	return &task->future;
}

Task *asyncio_create_task(CoroutineFn *fn, void *arg)
{
	return loop_create_task(asyncio_get_running_loop(), fn, arg);
}

/* Its loop is closed, so nothing can be waited for. Who does not take that for an
 * answer is left where it is, for good. */
static int task_refuse(TaskObject *task)
{
	if (task->refused++ == PATIENCE) {
		task->suspended = false;
		generator_suspend(task->generator);
	}
	return -ECANCELED;
}

int task_wait_begin(TaskObject *task, Future *future)
{
	if (task == NULL)
		return -EPERM;
	if (future == &task->future)
		return -EDEADLK;
	if (future != NULL && future->loop != task->future.loop)
		return task_not_awaited(future, -EINVAL);
	if (task->future.loop->closed)
		return task_refuse(task);
	task->waits_for = future;
	future->refs++; /* its owner may let it go meanwhile */
	handle_append(&future->callbacks, &task->step);
	if (task->must_cancel)
		task_pass_on(task);
	return 0;
}

/* A request that has come meanwhile wins over whatever the future says. */
int task_wait_stopped(TaskObject *task, Future *future)
{
	if (future != NULL)
		future_result(future, NULL); /* somebody has looked at it */
	return task->future.loop->closed ? -ECANCELED : task_take_request(task);
}

static void sleep_over(void *arg)
{
	future_set_result(arg, NULL);
}

static const FutureKind sleep_kind = { "time to pass", future_settle_cancelled, NULL,
	                               false };

int sleep_begin(Sleep *sleep, double seconds)
{
	sleep->timer = (Handle)HANDLE(sleep_over, &sleep->future);
	if (isnan(seconds))
		return -EINVAL;
	if (task_running == NULL)
		return -EPERM;
	Loop *loop = task_running->future.loop;
	future_init(&sleep->future, loop, &sleep_kind);
	return loop->closed ? 0 : loop_call_later(loop, seconds, &sleep->timer);
}

void task_detach(Task *task)
{
	future_unref(task);
}

Task *asyncio_current_task(void)
{
	return task_running == NULL ? NULL : &task_running->future;
}
