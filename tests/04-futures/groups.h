/* groups.h - what the tests of task groups share. */
#ifndef GROUPS_H
#define GROUPS_H

#include "running.h"
#include "taskgroups.h"

/* Ends the block, and traces how it ended, how many tasks have failed, and whether a
 * request is left. */
static inline int leave(TaskGroup *group, int error)
{
	error = taskgroup_exit(group, error);
	trace("%s,%d%s", why(error), (int)group->errors,
	      cancelling() > 0 ? ",asked" : "");
	return error;
}

static inline Task *child(TaskGroup *group, CoroutineFn *fn, void *arg)
{
	return taskgroup_create_task(group, fn, arg);
}

/* A child that takes so many milliseconds, and says so. */
static inline int takes(void *ms, void **result)
{
	int error = asyncio_sleep((double)(intptr_t)ms / 1e3);

	*result = ms;
	trace("%d:%s", (int)(intptr_t)ms, why(error));
	return error;
}

static inline void *milliseconds(int ms)
{
	return (void *)(intptr_t)ms;
}

static inline int never_runs(void *arg, void **result)
{
	trace("ran");
	return 0;
}

/* Traces why a child was refused. Nothing need be done with it. */
static inline void refused(TaskGroup *group)
{
	Task *task = child(group, never_runs, NULL);

	trace("%s", task == NULL ? "NULL" : why(future_result(task, NULL)));
	child(group, never_runs, NULL);
}

/* Cancels itself, and then enters and leaves a group. */
static inline int asks_itself(void *arg, void **result)
{
	TaskGroup group = { 0 };

	task_cancel(asyncio_current_task());
	succeeds(taskgroup_enter(&group));
	trace("%s", why(taskgroup_enter(&group)));
	leave(&group, 0);
	return asyncio_sleep(0);
}

/* After 20 ms, so that others have begun to wait. */
static inline int fails_later(void *error, void **result)
{
	int status = asyncio_sleep(0.02);

	return status < 0 ? status : fails(error, result);
}

/* Answers a request with an error of its own. */
static inline int fails_when_asked(void *error, void **result)
{
	trace("asked:%s", why(asyncio_sleep(100)));
	return fails(error, result);
}

#endif
