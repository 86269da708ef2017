/* reports.c - the words for what goes wrong with futures and tasks. */
#include "reports.h"
#include "debug.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: the words for what goes wrong ==== */

void task_report(TaskObject *task, const char *what, const char *more)
{
	const char *name = task_get_name(&task->future);

	if (!task->explained && task_debug != NULL)
		report_sentence("task '%s' %s%s", name, what, more);
	else if (!task->explained)
		fprintf(stderr, "task '%s' %s%s\n", name, what, more);
	task->explained = true;
}

/* What it waits for, in words. */
static const char *task_waits_for(const TaskObject *task, char *words, size_t n)
{
	return task->waits_for == NULL ? "its turn"
	                               : future_words(task->waits_for, words, n);
}

/* " (made in FILE:LINE)", in debug mode; or "". */
static const char *task_made(const TaskObject *task, char *words, size_t n)
{
	if (task_debug == NULL || task->made_in == NULL)
		return "";
	snprintf(words, n, " (made in %s:%d)", task->made_in, task->made_at);
	return words;
}

/* An error is news even if the task has been spoken of before. */
void task_report_closed(TaskObject *task)
{
	char words[60], made[100], more[200];

	if (!task->finished) {
		snprintf(more, sizeof more, "%s%s",
		         task_waits_for(task, words, sizeof words),
		         task_made(task, made, sizeof made));
		task_report(task,
		            "was not finished when its loop was closed: it waits for ",
		            more);
	} else if (task->future.unseen) {
		snprintf(more, sizeof more, "%s%s", strerror(-task->future.status),
		         task_made(task, made, sizeof made));
		task->explained = task->future.unseen = false;
		task_report(task, "was never awaited nor detached, and failed: ", more);
	} else {
		task_report(task, "was never awaited nor detached",
		            task_made(task, made, sizeof made));
	}
}

static void task_tell(const Future *future, Report *report)
{
	report_say(report, "task '%s'", task_get_name(future));
}

static void sleep_tell(const Future *future, Report *report)
{
	const Handle *timer = future->value;
	double left = timer == NULL ? 0 : timer->when - loop_time(future->loop);

	report_say(report, "time to pass");
	if (timer != NULL && timer->when == INFINITY)
		report_say(report, ", for ever");
	else if (timer != NULL)
		report_say(report, ", %.2f s more", left > 0 ? left : 0);
}

const FutureReport sleep_report = { sleep_tell, NULL, false, NULL };
const FutureReport task_words = { task_tell, NULL, true, NULL };
