/* taskgroups.h - tasks that end together: asyncio.TaskGroup.
 *
 *   TaskGroup group = { 0 };             async with asyncio.TaskGroup() as group:
 *   int error = taskgroup_enter(&group);
 *   taskgroup_create_task(&group, fn, arg);  group.create_task(fn(arg))
 *   error = taskgroup_exit(&group, error);
 *
 * When a task of the group fails, the others are cancelled, and so is the task that has
 * entered the group. A function that returns int returns 0, or a negative errno. */
#ifndef ASYNCIO_TASKGROUPS_H
#define ASYNCIO_TASKGROUPS_H

#include "tasks.h"

/* It lies in your memory until its exit, and is zero before taskgroup_enter. */
typedef struct TaskGroup {
	size_t errors;   /* of children and of the body; to be cancelled is no error */
	int first_error; /* the first of them */

	/* The rest is its own. */
	Task *parent;          /* the task that has entered; NULL outside of the block */
	Links children;        /* that have not finished, by their member siblings */
	Future *wake;          /* for which the parent waits at the exit, or NULL */
	bool exiting;          /* taskgroup_exit has been called */
	bool aborting;         /* the children have been cancelled */
	bool parent_cancelled; /* by the group */
} TaskGroup;

/* async with asyncio.TaskGroup(): the beginning of the block, for the running task,
 * which is the parent of the group from now on. Returns -EINVAL if the group was entered
 * before, or if no task is running. */
MUST_CHECK int taskgroup_enter(TaskGroup *group);

/* group.create_task(fn(arg)): makes a task that belongs to the group, and returns a
 * borrowed reference: take a future_ref if you want to read its value later. A task that
 * is refused has failed already and never runs: with -EINVAL, the group has not been
 * entered, or is over; -ECANCELED, it is ending because of an error or a cancellation;
 * -ESHUTDOWN, the loop is closed. Returns NULL if no loop is running; or if there is no
 * memory, and the group takes that for a child that has failed with -ENOMEM. */
Task *taskgroup_create_task(TaskGroup *group, CoroutineFn *fn, void *arg);

/* The end of the block, on every path: give it the error of the body, or 0. Waits until
 * all children have finished; if the body has failed or was cancelled, they are
 * cancelled first. Returns the first error of the body or of a child, of which .errors
 * says how many there were; -ECANCELED if there was none and the task itself was
 * cancelled; otherwise 0. -EINVAL: the group was not entered, or not by this task. */
MUST_CHECK int taskgroup_exit(TaskGroup *group, int error);

#define taskgroup_create_task(...) \
	made_here(taskgroup_create_task(__VA_ARGS__), __FILE__, __LINE__)

#endif
