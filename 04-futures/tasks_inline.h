/* tasks_inline.h - the functions of tasks.h that suspend. They are inlined into their
 * callers, as in chapter 1, so that no function returns that was called before the
 * switch. What comes before the switch and after it is called, so these are small, and
 * compilers inline them however often they are used. */
#ifndef ASYNCIO_TASKS_INLINE_H
#define ASYNCIO_TASKS_INLINE_H

/* ==== 4.2.1: a task is made, runs, and ends ==== */

/* A future is_task if it is the beginning of a TaskObject. NULL is none. */
static inline TaskObject *task_of(const Future *future)
{
	bool is_task = future != NULL && future->is_task;

	return is_task ? (TaskObject *)(void *)future : NULL;
}

/* Returns the generator of a task: it lies right behind the TaskObject. */
static inline Generator *task_generator(const TaskObject *task)
{
	return (Generator *)(void *)(task + 1);
}

/* ==== 4.2.2: a task waits ==== */

/* Suspends the running task until its handle step is called. */
static inline void task_suspend(TaskObject *task)
{
	task->suspended = true;
	generator_suspend(task_generator(task));
	task->suspended = false;
}

/* Called before the running task waits for a pending future. Returns 1 if it may, and
 * otherwise why not. */
int task_wait_begin(TaskObject *task, Future *future);

/* The running task waits until the future is done. Returns 1 if it has waited; 0 if the
 * future was done already; or why it cannot be waited for. */
static inline int task_wait(Future *future)
{
	TaskObject *task = task_running;

	if (future_done(future))
		return 0;
	int waits = task_wait_begin(task, future);
	if (waits > 0)
		task_suspend(task);
	return waits;
}

/* They end a wait, with what task_wait has returned, and return the status of the wait.
 * await_end takes the future if it is done, and stores its value. */
int task_wait_end(Future *future, int waited);
int await_end(Future *future, int waited, void **value);

/* Waits (task_wait), and ends the wait (task_wait_end). */
static inline int future_wait(Future *future)
{
	return task_wait_end(future, task_wait(future));
}

/* Waits (task_wait), and ends the wait (await_end). */
static inline int await(Future *future, void **value)
{
	return await_end(future, task_wait(future), value);
}

/* The status of a wait during which the task was cancelled, or its loop was closed. */
int task_stopped(TaskObject *task);

/* Called instead of a wait when the task's loop is closed: nothing can be waited for, so
 * returns -ECANCELED. A body that goes on waiting all the same is left where it is, for
 * good. */
int task_refuse(TaskObject *task);

/* A future cannot be awaited: returns status, or -EINVAL if status is not negative. In
 * debug mode, if it was a task that has been freed, that is reported. */
int task_not_awaited(const Future *future, int status);

/* ==== 4.2.3: a task sleeps ==== */

/* All other tasks get one turn: schedules the step of the running task, and suspends the
 * task. Returns 0; or what task_stopped returns, if it was cancelled meanwhile
 * (must_cancel) or its loop was closed. -EPERM: no task is running. If the loop is
 * closed already, returns what task_refuse returns. */
static inline int task_give_way(void)
{
	TaskObject *task = task_running;

	if (task == NULL)
		return -EPERM;
	if (task->future.loop->closed)
		return task_refuse(task);
	handle_append(&task->future.loop->ready, &task->step);
	task_suspend(task);
	bool stopped = task->must_cancel || task->future.loop->closed;
	return stopped ? task_stopped(task) : 0;
}

/* Sleeps for a time that is not 0 or negative. It is a call: a timer costs more than
 * that. */
int sleep_for(double seconds);

/* 0 and less is a turn for all others; anything else, NaN as well, is sleep_for's. */
static inline int asyncio_sleep(double seconds)
{
	return seconds <= 0 ? task_give_way() : sleep_for(seconds);
}

#endif
