/* reports.c - the words for what goes wrong with futures and tasks. */
#include "reports.h"
#include "tasks_private.h"

#include <stdio.h>
#include <string.h>

/* ==== Step 4.1: a value that is not there yet ==== */

/* Which one it is, in words. */
static const char *future_words(const Future *future, char *words, size_t n)
{
	if (task_of(future) == NULL)
		return future->kind->what;
	snprintf(words, n, "task '%s'", task_get_name(future));
	return words;
}

void future_report(const Future *future)
{
	char words[60];

	fprintf(stderr, "the error of %s was never looked at: %s\n",
	        future_words(future, words, sizeof words), strerror(-future->status));
}

/* ==== Step 4.2: a future with a generator behind it ==== */

void task_report(TaskObject *task, const char *what, const char *more)
{
	if (!task->explained)
		fprintf(stderr, "task '%s' %s%s\n", task_get_name(&task->future), what,
		        more);
	task->explained = true;
}

/* What it waits for, in words. */
static const char *task_waits_for(const TaskObject *task, char *words, size_t n)
{
	return task->waits_for == NULL ? "its turn"
	                               : future_words(task->waits_for, words, n);
}

/* An error is news even if the task has been spoken of before. */
void task_report_closed(TaskObject *task)
{
	char words[60];

	if (!task->finished) {
		task_report(task,
		            "was not finished when its loop was closed: it waits for ",
		            task_waits_for(task, words, sizeof words));
	} else if (task->future.unseen) {
		task->explained = task->future.unseen = false;
		task_report(task, "was never awaited nor detached, and failed: ",
		            strerror(-task->future.status));
	} else {
		task_report(task, "was never awaited nor detached", "");
	}
}

void tasks_report_deadlock(Loop *loop)
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
