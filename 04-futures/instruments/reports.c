/* reports.c - the words for what goes wrong with futures and tasks. */
#include "reports.h"
#include "debug.h"
#include "stacks.h"
#include "tasks_private.h"
#include "trace_tasks.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ==== Given: the words for what goes wrong ==== */

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

/* A trace has the report, too. */
static void trace_the_deadlock(Loop *loop)
{
	char *text = NULL, *next = NULL;
	size_t n;

	trace_lock();
	trace_log("deadlock", "%s", "");
	trace_text("deadlock: nothing can wake any of the waiting tasks any more");
	FILE *out = trace_is_apart() ? open_memstream(&text, &n) : NULL;
	if (out != NULL) {
		task_tree_print(loop, out);
		fclose(out);
	}
	for (char *line = text; line != NULL && *line != '\0'; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		trace_text("%s", line);
	}
	free(text);
	trace_unlock();
}

void tasks_report_deadlock(Loop *loop)
{
	if (tracing())
		trace_the_deadlock(loop);
	fprintf(stderr, "deadlock: nothing can wake any of these any more\n");
	task_tree_print(loop, stderr);
}

void asyncio_print_tasks(Loop *loop, FILE *out)
{
	task_tree_print(loop, out);
}

static void plain_tell(const Future *future, Report *report)
{
	report_object(report, "future", NULL, future);
}

static void task_tell(const Future *future, Report *report)
{
	report_say(report, "task '%s'", task_get_name(future));
}

static void sleep_tell(const Future *future, Report *report)
{
	const Handle *timer = future->value;

	report_say(report, "time to pass");
	if (timer != NULL && timer->when == INFINITY)
		report_say(report, ", for ever");
	else if (timer != NULL)
		report_say(report, ", %.2f s more",
		           timer->when - loop_time(future->loop));
}

const FutureReport plain_words = { plain_tell, NULL, false };
const FutureReport sleep_report = { sleep_tell, NULL, false };
const FutureReport task_words = { task_tell, NULL, true };

/* Adds what a task is at. */
static void report_task(Report *report, const TaskObject *task)
{
	const Generator *generator = (const Generator *)(const void *)(task + 1);
	const Future *waits_for = task->waits_for;

	if (task == task_running)
		report_say(report, " runs");
	else if (generator->state == GEN_CREATED)
		report_say(report, " is ready, and has not begun");
	else if (waits_for == NULL || waits_for->state != FUTURE_PENDING)
		report_say(report, " is ready to run");
	else {
		report_say(report, " waits for ");
		report_future(report, waits_for);
	}
}

/* Adds, in parentheses, how long it has waited, its stack, and where it was made. */
static void report_details(Report *report, const TaskObject *task)
{
	size_t used = task_stack_used(task);
	size_t most = task_debug != NULL && used > 0 ? task_stack_most(task) : 0;
	const char *between = " (";

	if (task_debug != NULL && used > 0 && task != task_running) {
		report_say(report, "%sfor %.2f s", between,
		           loop_time(task->future.loop) - task->since);
		between = "; ";
	}
	if (used > 0) {
		report_say(report, "%sstack: %zu KiB", between, (used + 1023) / 1024);
		between = "; ";
	}
	if (most > 0)
		report_say(report, ", at most %zu KiB", (most + 1023) / 1024);
	if (task_debug != NULL && task->made_in != NULL) {
		report_say(report, "%smade in %s:%d", between, task->made_in,
		           task->made_at);
		between = "; ";
	}
	report_say(report, "%s", between[0] == ';' ? ")" : "");
}

void report_state(Report *report, const Future *future)
{
	const TaskObject *task = task_of(future);

	report_future(report, future);
	if (task == NULL)
		return;
	report_task(report, task);
	report_details(report, task);
}
