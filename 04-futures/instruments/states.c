/* states.c - the state of a task, in the words of a report. */
#include "states.h"
#include "debug.h"
#include "stacks.h"

/* ==== Given: the tree of tasks ==== */

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

	report->details = report->length;
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

	report->details = 0;
	report_future(report, future);
	if (task == NULL)
		return;
	report_task(report, task);
	report_details(report, task);
}
