/* trace_waits.c - what a trace says of a task that waits. */
#include "report.h"
#include "trace_tasks.h"

#include <stdio.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

Thing *trace_object(const void *object, const char *kind, const char *name)
{
	char words[TRACE_NAME];

	if (name == NULL || *name == '\0')
		return trace_thing(object, kind, NULL);
	snprintf(words, sizeof words, "%s '%.35s'", kind, name);
	return trace_thing(object, kind, words);
}

/* Returns the thing that a task is, with the name that the task has now; NULL: the future
 * is no task. */
static Thing *task_thing(const Future *future)
{
	const TaskObject *task = task_of(future);
	Thing *thing = task == NULL ? NULL : trace_find(future);

	if (thing != NULL)
		trace_rename(thing, generator_get_name(task_generator(task)));
	return thing;
}

static void tell_waits(const Thing *thing, const Thing *object, const char *what,
                       double deadline)
{
	trace_log("waits", "%s\t%s\t%s\t%s", thing->id, object == NULL ? "-" : object->id,
	          what, deadline < INFINITY ? trace_number(deadline) : "-");
}

static void tell_sleep(Thing *thing, const Future *future)
{
	double since, when = trace_last_timer(future, &since);

	trace_timer_of(thing, future);
	tell_waits(thing, NULL, future->kind->what, when);
	if (when < INFINITY)
		trace_did("sleeps for %s, until %s", trace_seconds(when - since),
		           trace_seconds(when));
	else
		trace_did("sleeps for ever");
}

/* Which queue or lock it is that is waited for, if it is one: a report knows, and says so
 * in words. Notes for the thing that waits what may be reserved for it. */
static Thing *object_of(Thing *thing, const Future *future, char words[TRACE_WORDS])
{
	const FutureReport *more = future->kind->report;
	Report report = { .out = NULL };
	Thing *object = NULL;

	if (more != NULL && more->tell != NULL)
		more->tell(future, &report);
	if (report.object != NULL && report.object != future) {
		object = trace_object(report.object, report.what, report.name);
		snprintf(words, TRACE_WORDS, "%.*s", (int)report.length, report.line);
	}
	if (object != NULL && more->object != NULL && more->object->reserved != NULL) {
		thing->reserved = object;
		thing->is_reserved = more->object->reserved;
		thing->reserved_object = report.object;
	}
	report_end(&report);
	return object;
}

/* A wait with a limit has a timer, too. */
static void tell_other(Thing *thing, const Future *future)
{
	const char *what = future->kind->what;
	char words[TRACE_WORDS];
	double since, when = trace_last_timer(future, &since);
	Thing *object = object_of(thing, future, words);

	if (strcmp(what, "a future") == 0)
		when = INFINITY; /* the timer is the program's */

	if (object == NULL && when < INFINITY)
		trace_timer_of(thing, future);
	if (object == NULL && when == INFINITY && strncmp(what, "a ", 2) == 0)
		object = trace_thing(future, what + 2, NULL);
	if (object == NULL || strcmp(object->kind, what + 2) == 0)
		snprintf(words, sizeof words, "%s", object == NULL ? what : object->name);
	tell_waits(thing, object, what, when);
	bool in_vain = object != NULL && thing->waited == object && trace_deeds == 0;
	thing->waited = object;
	trace_did("waits %sfor %s%s%s%s", in_vain ? "again " : "", words,
	          in_vain ? ": it was woken for nothing" : "",
	          when < INFINITY ? ", at most until " : "",
	          when < INFINITY ? trace_seconds(when) : "");
}

void trace_tell_wait(Thing *thing, const Future *future)
{
	const Thing *task = task_thing(future);

	thing->reserved = NULL;
	if (task != NULL || strcmp(future->kind->what, "time to pass") == 0)
		thing->waited = NULL;
	if (task != NULL) {
		tell_waits(thing, task, "a task", INFINITY);
		trace_did("waits for %s", task->name);
	} else if (strcmp(future->kind->what, "time to pass") == 0) {
		tell_sleep(thing, future);
	} else if (strcmp(future->kind->what, "a descriptor") == 0) {
		tell_waits(thing, NULL, thing->words, INFINITY);
		trace_did("waits until %s", thing->words);
	} else {
		tell_other(thing, future);
	}
}

/* Callbacks of the library's own. */
static const TraceName names[] = {
	{ "time_is_up", "a timer" },
	{ "run_expire", "a timer" },
	{ "timeout_expire", "a timeout" },
	{ "run_is_over", "the end of the run" },
	{ "run_interrupt", "an interrupt" },
	{ "child_done", "a gather's callback" },
	{ "watch_is_done", "a wait's callback" },
	{ "child_left", "a group's callback" },
	{ "shield_copy", "a shield's callback" },
};

__attribute__((constructor)) static void trace_tasks_begin(void)
{
	trace_names(names, sizeof names / sizeof *names);
}
