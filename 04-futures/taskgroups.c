/* taskgroups.c - a block that is not left before the tasks that were made in it have
 * ended. */
#include "taskgroups.h"
#include "instruments/report.h"

#include <errno.h>

/* ==== Step 4.5: tasks that end together ==== */

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

static void group_note(TaskGroup *group, int error)
{
	if (group->errors++ == 0)
		group->first_error = error;
}

/* It has finished: the group forgets it, and has looked at its error. */
static int group_forget(TaskGroup *group, TaskObject *child)
{
	int status = future_result(&child->future, NULL);

	handle_cancel(&child->left);
	list_remove(&child->siblings);
	future_unref(&child->future);
	if (status == -ECANCELED)
		return 0;
	if (status < 0)
		group_note(group, status);
	return status;
}

/* When the loop is closed nobody can wait for anything any more. But a child may use what
 * lies on its parent's stack, so it must end before the parent does: it is the next that
 * is closed, but for those that it waits for. One that is at it already waits for its
 * parent, by way of others: then it is the parent who will never end. */
static void group_close_child(TaskGroup *group, TaskObject *child)
{
	Links *closing = &child->future.loop->closing;

	if (!future_done(&child->future)) {
		if (child->closing.leave == NULL)
			return;
		handle_cancel(&child->closing);
		handle_append(closing->next, &child->closing);
	}
	while (!future_done(&child->future)) {
		Handle *first = container_of(closing->next, Handle, links);
		handle_cancel(first);
		first->fn(first->arg);
	}
	group_forget(group, child);
}

/* No more children; those that there are shall end. */
static void group_abort(TaskGroup *group)
{
	bool closed = group->parent->loop->closed;
	Links *links = group->children.next, *next;

	group->aborting = true;
	for (; links != &group->children; links = next) {
		TaskObject *child = container_of(links, TaskObject, siblings);
		next = links->next;
		if (closed)
			group_close_child(group, child);
		else
			task_cancel(&child->future);
	}
}

/* The first child has failed: the others shall end, and so shall the body. The request to
 * the body is the group's own, and is taken back at the exit. */
static void group_fail(TaskGroup *group)
{
	group_abort(group);
	group->parent_cancelled = task_cancel(group->parent);
}

/* Called when a child is done. */
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

#undef taskgroup_create_task

static const FutureKind refused_kind = { "a task that was refused",
	                                 future_settle_cancelled, NULL, true, NULL };

/* What there is instead of a child that was refused: a future that has failed, of which
 * nobody need look at the error. They would all be alike, so there is one for each
 * reason, which is nobody's to free. */
static Task *group_refuse(int error)
{
	static _Thread_local Future refused[3];
	Future *child = &refused[error == -EINVAL ? 0 : error == -ECANCELED ? 1 : 2];
	Task *task = asyncio_current_task();
	Loop *loop = task != NULL ? task->loop : asyncio_get_running_loop();

	if (loop == NULL)
		return NULL;
	future_init(child, loop, &refused_kind);
	future_settle(child, FUTURE_FINISHED, error, NULL);
	child->unseen = false;
	return child;
}

/* 0: it may have another child. */
static int group_refusal(const TaskGroup *group)
{
	if (group->parent == NULL || (group->exiting && list_empty(&group->children)))
		return -EINVAL;
	if (group->aborting)
		return -ECANCELED;
	return group->parent->loop->closed ? -ESHUTDOWN : 0;
}

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

/* ==== Given: for reports ==== */

static bool group_behind(const Future *wake, Report *report, Behind *next)
{
	const TaskGroup *group = wake->value;

	if (group == NULL)
		return false;
	next->links = next->links == NULL ? group->children.next : next->links->next;
	if (next->links == &group->children)
		return false;
	next->future = &container_of(next->links, const TaskObject, siblings)->future;
	return true;
}

static const FutureReport group_report = { NULL, group_behind, false };

static const FutureKind group_kind = { "the tasks of its group", future_settle_cancelled,
	                               NULL, false, &group_report };

/* ==== Step 4.5: tasks that end together ==== */

/* Until all children have ended, however often we are asked to leave. The first request
 * is passed on to them. Returns whether there was one that is news. */
static bool group_wait(TaskGroup *group)
{
	const Loop *loop = group->parent->loop;
	bool requested = false;
	Future wake;

	while (!list_empty(&group->children)) {
		future_init(&wake, group->parent->loop, &group_kind);
		wake.value = group; /* for reports */
		group->wake = &wake;
		int error = future_wait(&wake);
		group->wake = NULL;
		requested = requested || (error < 0 && !group->aborting);
		if (error < 0 && (!group->aborting || loop->closed))
			group_abort(group);
	}
	return requested;
}

/* The task is out of it. Returns whether there is still a request to it that is not ours.
 * Where an error hides such a request, it is made anew, so that the next wait tells. */
static bool group_leave(TaskGroup *group)
{
	Task *parent = group->parent;
	bool others = !group->parent_cancelled || task_uncancel(parent) > 0;

	if (group->errors > 0 && task_cancelling(parent) > 0) {
		task_uncancel(parent);
		task_cancel(parent);
	}
	group->parent = NULL;
	task_of(parent)->inside--;
	future_unref(parent);
	return others;
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
	if (!group_leave(group))
		error = 0; /* there was no request but ours */
	if (group->errors > 0)
		return group->first_error;
	return error < 0 ? error : 0;
}
