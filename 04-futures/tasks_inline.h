/* tasks_inline.h - the functions of tasks.h that suspend. Inlined in their callers,
 * as in chapter 1, so that no function returns that was called before the switch. */
#ifndef TASKS_INLINE_H
#define TASKS_INLINE_H

/* ==== Step 4.2: a future with a generator behind it ==== */

/* Before the running task waits for a pending future: 0, or why it may not. */
int task_wait_begin(TaskObject *task, Future *future);

/* And afterwards, if it was asked to end, or its loop is closed. */
int task_wait_stopped(TaskObject *task, Future *future);

/* The future cannot be awaited: returns why. In debug mode it may be a task that is gone,
 * or has gone meanwhile, which is said. */
int task_not_awaited(const Future *future, int status);

/* The running task pauses, until its handle step is called. */
static inline bool task_suspend(TaskObject *task)
{
	task->suspended = true;
	generator_suspend(task->generator);
	task->suspended = false;
	return task->must_cancel || task->future.loop->closed;
}

static inline int task_wait(Future *future)
{
	TaskObject *task = task_running;
	int error = task_wait_begin(task, future);

	if (error < 0)
		return error;
	bool stopped = task_suspend(task);
	task->waits_for = NULL;
	error = stopped ? task_wait_stopped(task, future) : future_result(future, NULL);
	if (--future->refs == 0) /* its owner has let it go meanwhile */
		future->kind->free(future);
	return error;
}

/* One turn for all others. */
static inline int task_give_way(void)
{
	TaskObject *task = task_running;

	if (task == NULL || task->future.loop->closed)
		return task_wait_begin(task, NULL); /* refused */
	handle_append(&task->future.loop->ready, &task->step);
	return task_suspend(task) ? task_wait_stopped(task, NULL) : 0;
}

static inline int future_wait(Future *future)
{
	return future_done(future) ? future_result(future, NULL) : task_wait(future);
}

static inline int await(Future *future, void **value)
{
	int status = future_wait(future);

	if (value != NULL)
		*value = NULL;
	if (!future_done(future))
		return task_not_awaited(future, status);
	if (value != NULL && status == 0)
		future_result(future, value);
	future_unref(future);
	return status;
}

/* A future on the stack of who sleeps, and the timer that sets it. */
typedef struct Sleep {
	Future future;
	Handle timer;
} Sleep;

int sleep_begin(Sleep *sleep, double seconds);

static inline int asyncio_sleep(double seconds)
{
	Sleep sleep;

	if (seconds <= 0)
		return task_give_way();
	int error = sleep_begin(&sleep, seconds);
	if (error == 0)
		error = future_wait(&sleep.future);
	handle_cancel(&sleep.timer);
	return error;
}

#endif
