/* taskgroups.c - a block that is not left before the tasks that were made in it have
 * ended. */
#include "taskgroups.h"
#include "group_ending.h"
#include "instruments/group_reports.h"

#include <errno.h>

#undef taskgroup_create_task

static const FutureKind group_kind = { "the tasks of its group", future_settle_cancelled,
	                               NULL, false, &group_report };

/* Rungs 4.5.2, 4.5.3 and 4.5.8. */
static void group_note(TaskGroup *group, int error);
static void group_abort(TaskGroup *group);
static void group_fail(TaskGroup *group);
static void group_take_back(TaskGroup *group);
static int group_refusal(const TaskGroup *group);
static bool group_close_children(TaskGroup *group);

/* ==== 4.5.1: a block that waits for its tasks ==== */

/* The running task becomes the parent of the group: the group keeps a new reference to
 * it, the task's inside grows by 1, and the list of children is made empty. Returns 0;
 * or -EINVAL, and changes nothing, if the group has a parent, has been exited (exiting),
 * or no task is running. */
int taskgroup_enter(TaskGroup *group)
{
	Task *task = asyncio_current_task();

	if (group->parent != NULL || group->exiting || task == NULL)
		return -EINVAL;
	group->parent = future_ref(task);
	task_of(task)->inside++;
	list_init(&group->children);
	return 0;
}

/* The child leaves the group: cancels its handle left, takes it out of the list of
 * children, and drops the group's reference to it. */
static void group_let_go(TaskObject *child)
{
	handle_cancel(&child->left);
	list_remove(&child->siblings);
	future_unref(&child->future);
}

/* The child has finished: reads its status with future_result, and lets the child go.
 * Returns 0 if it was cancelled, which is no error; otherwise its status, which
 * group_note notes if it is an error. */
static int group_forget(TaskGroup *group, TaskObject *child)
{
	int status = future_result(&child->future, NULL);

	group_let_go(child);
	if (status == -ECANCELED)
		return 0;
	if (status < 0)
		group_note(group, status);
	return status;
}

/* The callback of a child's handle left: the child has finished. Forgets it. If that was
 * the last child and the parent waits at the exit (wake is not NULL), sets that future.
 * If the child has failed, and the group is not aborting yet, calls group_fail. */
static void child_left(void *arg)
{
	TaskObject *child = arg;
	TaskGroup *group = child->owner;
	int status = group_forget(group, child);

	if (group->wake != NULL && list_empty(&group->children))
		future_set_result(group->wake, NULL);
	if (status < 0 && !group->aborting)
		group_fail(group);
}

/* If group_refusal returns an error, returns what group_refuse makes of it. Otherwise
 * creates a task in the parent's loop and adds it to the end of the list of children;
 * its owner is the group, and its handle left, which calls child_left with the child, is
 * among its callbacks. The reference that loop_create_task returns is the group's, and
 * the caller borrows it. Without memory for the task notes -ENOMEM, calls group_fail,
 * and returns NULL. */
Task *taskgroup_create_task(TaskGroup *group, CoroutineFn *fn, void *arg)
{
	int error = group_refusal(group);

	if (error < 0)
		return group_refuse(error);
	TaskObject *child = task_of(loop_create_task(group->parent->loop, fn, arg));
	if (child == NULL) {
		group_note(group, -ENOMEM);
		group_fail(group);
		return NULL;
	}
	child->owner = group;
	child->left = (Handle)HANDLE(child_left, child);
	list_append(&group->children, &child->siblings);
	future_add_done_callback(&child->future, &child->left);
	return &child->future;
}

/* Waits until there are no children, however often the parent is cancelled meanwhile.
 * Each wait is future_wait on a new future of group_kind on this stack, whose value is
 * the group (for reports); group->wake points to it until the wait is over. The first
 * wait that fails while the group is not aborting is a request to the parent, which
 * group_abort passes on to the children. If it aborts already, a wait that fails calls
 * group_close_children. Returns whether there was such a request. */
static bool group_wait(TaskGroup *group)
{
	bool requested = false;
	Future wake;

	while (!list_empty(&group->children)) {
		future_init(&wake, group->parent->loop, &group_kind);
		wake.value = group;
		group->wake = &wake;
		int error = future_wait(&wake);
		group->wake = NULL;
		if (error < 0 && group->aborting) {
			group_close_children(group);
		} else if (error < 0) {
			group_abort(group);
			requested = true;
		}
	}
	return requested;
}

/* The group has no parent any more: drops the reference to it, and the task's inside
 * falls by 1. */
static void group_leave(TaskGroup *group)
{
	task_of(group->parent)->inside--;
	future_unref(group->parent);
	group->parent = NULL;
}

int taskgroup_exit(TaskGroup *group, int error)
{
	if (group->parent == NULL || group->parent != asyncio_current_task())
		return -EINVAL;
	group->exiting = true;
	if (error < 0 && error != -ECANCELED)
		group_note(group, error);
	if (error < 0 && !group->aborting)
		group_abort(group);
	if (group_wait(group))
		error = -ECANCELED;
	group_take_back(group);
	group_leave(group);
	if (group->errors > 0)
		return group->first_error;
	return error < 0 ? error : 0;
}

/* ==== 4.5.2: when one fails, all end ==== */

/* Counts an error of a child or of the body, and keeps the first one. */
static void group_note(TaskGroup *group, int error)
{
	if (group->errors++ == 0)
		group->first_error = error;
}

/* From now on the group is aborting, and takes no more children. Cancels all children,
 * unless group_close_children has ended them already. */
static void group_abort(TaskGroup *group)
{
	Links *links = &group->children;

	group->aborting = true;
	if (group_close_children(group))
		return;
	while ((links = links->next) != &group->children)
		task_cancel(&container_of(links, TaskObject, siblings)->future);
}

/* The first child has failed: aborts the group, and cancels its parent, so that the body
 * ends, too. Whether the parent has accepted the request is kept in parent_cancelled,
 * because the exit takes it back. */
static void group_fail(TaskGroup *group)
{
	group_abort(group);
	group->parent_cancelled = task_cancel(group->parent);
}

/* All children have ended: takes the group's own request to the parent back, if it made
 * one, with task_uncancel. If others are left, whether it made one or not, and an error
 * comes out of the exit (errors is not 0) and hides them, one of them is taken back and
 * made anew (task_uncancel, task_cancel): there are as many as before, but the parent's
 * next wait fails with -ECANCELED. */
static void group_take_back(TaskGroup *group)
{
	Task *parent = group->parent;
	int left = group->parent_cancelled ? task_uncancel(parent)
	                                   : task_cancelling(parent);

	if (group->errors > 0 && left > 0) {
		task_uncancel(parent);
		task_cancel(parent);
	}
}

/* ==== 4.5.3: a group that ends takes no more tasks ==== */

/* Returns 0 if the group may have another child; -EINVAL if it was not entered or is
 * over (it has been exited, and has no children); -ECANCELED if it is aborting;
 * -ESHUTDOWN if its loop is closed. */
static int group_refusal(const TaskGroup *group)
{
	if (group->parent == NULL || (group->exiting && list_empty(&group->children)))
		return -EINVAL;
	if (group->aborting)
		return -ECANCELED;
	return group->parent->loop->closed ? -ESHUTDOWN : 0;
}

/* ==== 4.5.8, may be skipped at first: a loop that is closed around a group ==== */

/* Returns false if the parent's loop is open. Otherwise ends each child with
 * group_close_child, forgets those that have finished then, and returns true. A child
 * may use what lies on its parent's stack, so it must end before its parent does. But if
 * the loop is inherited, we are in a child of fork: a task that has not finished is the
 * parent process's, and is not ended here, but let go. */
static bool group_close_children(TaskGroup *group)
{
	Links *links = group->children.next, *next;

	if (!group->parent->loop->closed)
		return false;
	for (; links != &group->children; links = next) {
		TaskObject *child = container_of(links, TaskObject, siblings);
		next = links->next;
		if (group->parent->loop->inherited && !child->finished)
			group_let_go(child);
		else if (group_close_child(child))
			group_forget(group, child);
	}
	return true;
}
