/* tasks_inline.h - the functions of tasks.h that suspend. Inlined in their callers,
 * as in chapter 1, so that no function returns that was called before the switch. */
#ifndef ASYNCIO_TASKS_INLINE_H
#define ASYNCIO_TASKS_INLINE_H

/* ==== Step 4.2: a future with a generator behind it ==== */

/* What comes before a switch and after it is called: so these are small, and compilers
 * inline them however often they are used. */

/* Its loop is closed, so nothing can be waited for, and none other gets a turn: returns
 * -ECANCELED. Who does not take that for an answer is left where it is, for good. */
int task_refuse(TaskObject *task);

/* Before the running task waits for a pending future: 1, or why it may not. */
int task_wait_begin(TaskObject *task, Future *future);

/* And afterwards, with what task_wait has returned: the future's status, or why it was
 * not waited for, or what became of the task meanwhile. await_end takes the future
 * besides, if it is done. */
int task_wait_end(Future *future, int waited);
int await_end(Future *future, int waited, void **value);

/* The future cannot be awaited: returns why. In debug mode it may be a task that is gone,
 * or has gone meanwhile, which is said. */
int task_not_awaited(const Future *future, int status);

/* What its wait returns to a task that was asked to end, or whose loop is closed. */
int task_stopped(TaskObject *task);

static inline TaskObject *task_of(const Future *future)
{
	bool is_task = future != NULL && future->is_task;

	return is_task ? (TaskObject *)(void *)future : NULL;
}

static inline Generator *task_generator(const TaskObject *task)
{
	return (Generator *)(void *)(task + 1);
}

/* The running task pauses, until its handle step is called. */
static inline void task_suspend(TaskObject *task)
{
	task->suspended = true;
	generator_suspend(task_generator(task));
	task->suspended = false;
}

/* Until the future is done. 1: it was waited for; 0: it is done; or why it cannot be. */
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

static inline int future_wait(Future *future)
{
	return task_wait_end(future, task_wait(future));
}

static inline int await(Future *future, void **value)
{
	return await_end(future, task_wait(future), value);
}

/* One turn for all others. */
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

/* asyncio_sleep, for some time: what a timer costs, a call does not add much to. */
int sleep_for(double seconds);

static inline int asyncio_sleep(double seconds)
{
	return seconds <= 0 ? task_give_way() : sleep_for(seconds);
}

#endif
