/* task_life.c - what a loop knows of its tasks, and what is said of those that nobody
 * cares for. */
#include "tasks_private.h"
#include "instruments/debug.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ==== Step 4.2: a future with a generator behind it ==== */

/* Once, for one mistake has others follow. */
void task_explain(TaskObject *task, const char *what, const char *more)
{
	if (!task->explained)
		fprintf(stderr, "task '%s' %s%s\n", task_get_name(&task->future), what,
		        more);
	task->explained = true;
}

/* What it waits for, in words. */
static const char *task_waits_for(const TaskObject *task, char *words, size_t n)
{
	const TaskObject *other = task_of(task->waits_for);

	if (task->waits_for == NULL)
		return "its turn";
	if (other == NULL)
		return task->waits_for->kind->what;
	snprintf(words, n, "task '%s'", task_get_name(task->waits_for));
	return words;
}

/* With one reference more than anybody lets go of. */
int task_abandon(TaskObject *task)
{
	future_ref(&task->future);
	task->explained = false;
	task_explain(task, "waits although its loop is closed: it is abandoned", "");
	return -ECANCELED;
}

/* The body is told to end: at the yield where it is, or by what it waits for. One that
 * yields again is told again. */
static void task_unwind(TaskObject *task)
{
	TaskObject *outer = task_running;

	handle_cancel(&task->step);
	task_running = task;
	while (generator_throw(task->generator, -ECANCELED, NULL) == 1 &&
	       task->refused++ < PATIENCE)
		;
	task_running = outer;
	task_finish(task);
}

/* The task that it waits for comes first, so that an await finds it done, and takes it.
 * Once only: they may wait for each other. */
static bool task_lets_pass(TaskObject *task)
{
	TaskObject *other = task_of(task->waits_for);
	Links *closing = &task->future.loop->closing;

	if (task->deferred || other == NULL || other->closing.leave == NULL ||
	    other->generator == NULL)
		return false;
	task->deferred = true;
	handle_append(closing->next, &task->closing);
	handle_cancel(&other->closing);
	handle_append(closing->next, &other->closing);
	return true;
}

/* Its loop is being closed, and it still exists. */
static void task_close(void *arg)
{
	TaskObject *task = arg;
	char words[60];

	if (task_lets_pass(task))
		return;
	if (task->generator != NULL) {
		task_explain(task,
		             "was not finished when its loop was closed: it waits for ",
		             task_waits_for(task, words, sizeof words));
		task_unwind(task);
	} else if (task->future.unseen) {
		task->explained = false; /* an error is news in any case */
		task_explain(task, "was never awaited nor detached, and failed: ",
		             strerror(-task->future.status));
		task->future.unseen = false;
	} else {
		task_explain(task, "was never awaited nor detached", "");
	}
}

/* A task that has not finished, by its handle in loop->closing; NULL: it is none. */
static TaskObject *task_unfinished(Links *links)
{
	Handle *handle = container_of(links, Handle, links);
	TaskObject *task = handle->fn == task_close ? handle->arg : NULL;

	return task == NULL || task->generator == NULL ? NULL : task;
}

/* Nothing can wake any of them. */
static void tasks_explain(Loop *loop)
{
	char words[60];

	fprintf(stderr, "deadlock: nothing can wake any of these any more\n");
	for (Links *l = loop->closing.next; l != &loop->closing; l = l->next) {
		const TaskObject *task = task_unfinished(l);
		if (task != NULL)
			fprintf(stderr, "  task '%s' waits for %s\n",
			        task_get_name(&task->future),
			        task_waits_for(task, words, sizeof words));
	}
}

void task_join(TaskObject *task)
{
	Loop *loop = task->future.loop;

	task->closing = (Handle)HANDLE(task_close, task);
	handle_append(&loop->closing, &task->closing);
	loop->waiting++;
	if (loop->explain == NULL)
		task_debug_look();
	loop->explain = tasks_explain;
	if (task_debug != NULL)
		task_debug->born(task);
}

int task_refuse_stranger(const Future *future)
{
	if (task_debug != NULL)
		task_debug->refused(future);
	return -EINVAL;
}

/* Nobody refers to it any more. */
static void task_free(Future *future)
{
	TaskObject *task = task_of(future);
	char who[60] = "";

	if (future->unseen)
		snprintf(who, sizeof who, "task '%s'", task_get_name(future));
	future_end(future, who);
	handle_cancel(&task->closing);
	if (task_debug == NULL || !task_debug->keeps(task))
		generator_free((Generator *)(void *)(task + 1));
}

const FutureKind task_kind = { "a task", task_cancel, task_free, true };

TaskObject *task_of(const Future *future)
{
	if (future == NULL || future->kind != &task_kind)
		return NULL;
	return (TaskObject *)(void *)future;
}

size_t asyncio_all_tasks(Loop *loop, Task **tasks, size_t n)
{
	size_t there = 0;

	for (Links *l = loop->closing.next; l != &loop->closing; l = l->next) {
		TaskObject *task = task_unfinished(l);
		if (task != NULL && there++ < n)
			tasks[there - 1] = &task->future;
	}
	return there;
}

/* What does not fit is cut off. The generator has it, too, for messages of its own. */
void task_set_name(Task *future, const char *name)
{
	TaskObject *task = task_of(future);

	if (task != NULL)
		generator_set_name((Generator *)(void *)(task + 1), name);
}

const char *task_get_name(const Task *future)
{
	const TaskObject *task = task_of(future);

	return task == NULL
	               ? ""
	               : generator_get_name((const Generator *)(const void *)(task + 1));
}
