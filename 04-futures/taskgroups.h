/* taskgroups.h - tasks that end together: asyncio.TaskGroup.
 *
 *   TaskGroup group = { 0 };             async with asyncio.TaskGroup() as group:
 *   int error = taskgroup_enter(&group);
 *   taskgroup_create_task(&group, fn, arg);  group.create_task(fn(arg))
 *   error = taskgroup_exit(&group, error);
 *
 * When one fails the others are cancelled, and so is the body. A function that
 * returns int returns 0, or a negative errno. */
#ifndef ASYNCIO_TASKGROUPS_H
#define ASYNCIO_TASKGROUPS_H

#include "tasks.h"

/* In your memory, until its exit. */
typedef struct TaskGroup {
	size_t errors;   /* how many have failed; cancelled ones have not */
	int first_error; /* the first of them */
	Task *parent;    /* the task that has entered, until its exit; or NULL */
	Links children;  /* that have not finished */
	Future *wake;    /* the parent waits at the exit; NULL: it does not */
	bool exiting, aborting, parent_cancelled;
} TaskGroup;

/* async with asyncio.TaskGroup(): -EINVAL: it was entered before, or no task is
 * running. */
MUST_CHECK int taskgroup_enter(TaskGroup *group);

/* group.create_task(fn(arg)): the group's, and lent to you: future_ref it, if you
 * want to read its value later. Refused, it has failed and never runs: -EINVAL, the
 * group has not been entered, or is over; -ECANCELED, it is aborting; -ESHUTDOWN, the
 * loop is closed. NULL: no loop is running; or there was no memory for it, and the group
 * takes that for a child that has failed with -ENOMEM. */
Task *taskgroup_create_task(TaskGroup *group, CoroutineFn *fn, void *arg);

/* The end of the block, on every path: give it the error of the body, or 0. Waits
 * until all children have finished; if the body has failed they are cancelled.
 * Returns the first error of the body or of a child; -ECANCELED, if the task itself
 * was cancelled; -EINVAL: it was not entered, or not by this task. */
MUST_CHECK int taskgroup_exit(TaskGroup *group, int error);

#define taskgroup_create_task(...) \
	made_here(taskgroup_create_task(__VA_ARGS__), __FILE__, __LINE__)

#endif
