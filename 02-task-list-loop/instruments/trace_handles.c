/* trace_handles.c - what a trace calls the handles that the loop runs, and why they
 * run. */
#include "machines/symbols.h"
#include "trace_lists.h"

#include <stdlib.h>
#include <string.h>

/* ==== Given: a run that is watched ==== */

/* ---- Names of handles ---- */

enum { MOST_NAMES = 16 };

static struct {
	const TraceName *names;
	size_t n;
} named[MOST_NAMES];
static size_t n_named;

void trace_names(const TraceName *names, size_t n)
{
	if (n_named < MOST_NAMES) {
		named[n_named].names = names;
		named[n_named++].n = n;
	}
}

const char *trace_function_name(void (*fn)(void *))
{
	const char *name = symbol_name((void (*)(void))fn);

	for (size_t i = 0; name != NULL && i < n_named; i++) {
		for (size_t k = 0; k < named[i].n; k++) {
			if (strcmp(name, named[i].names[k].function) == 0)
				return named[i].names[k].name;
		}
	}
	return name;
}

/* What was made for it; a timer that is known by the address that its handle is given; or
 * a callback. */
static Thing *thing_of(Handle *handle)
{
	Thing *thing = trace_find(handle);

	if (thing != NULL && thing->object != NULL)
		return thing;
	Thing *timer = handle->arg == NULL ? NULL : trace_find(handle->arg);
	if (timer != NULL && strcmp(timer->kind, "timer") == 0)
		return timer;
	if (thing != NULL && thing->fn == handle->fn)
		return thing;
	if (thing != NULL)
		thing->over = true;
	thing = trace_thing(handle, "callback", trace_function_name(handle->fn));
	thing->fn = handle->fn;
	return thing;
}

Thing *trace_handle(Handle *handle)
{
	Thing *thing = thing_of(handle);

	if (thing->object != NULL && thing->does != NULL && thing->does->name != NULL)
		trace_rename(thing, thing->does->name(thing->object));
	return thing;
}

/* A handle of the library's own, which calls the program's. */
void trace_due_is(Handle *due, const Handle *handle, const char *why, const char *words)
{
	const char *name = trace_function_name(handle->fn);

	trace_lock();
	Thing *thing = trace_find(due);
	if (thing == NULL || thing->object == NULL || thing->fn != handle->fn) {
		if (thing != NULL)
			thing->over = true;
		thing = trace_thing(due, "callback", name);
	}
	trace_thing_is(thing, due, NULL);
	thing->fn = handle->fn;
	if (name != NULL && strcmp(name, "the pipe of the threads") == 0)
		thing->brings = "thread";
	thing->outside = why;
	snprintf(thing->words, sizeof thing->words, "%s", words);
	trace_unlock();
}

void trace_waits_for(Handle *handle, const char *why, const char *words)
{
	trace_lock();
	Thing *thing = trace_handle(handle);
	thing->outside = why;
	snprintf(thing->words, sizeof thing->words, "%s", words);
	if (strcmp(thing->kind, "generator") == 0) {
		trace_did("waits until %s", words);
		trace_log("waits", "%s\t-\t%s\t-", thing->id, words);
		thing->waits = true;
	}
	trace_unlock();
}

static const char *turn_name(void *generator)
{
	return generator_get_name(generator);
}

static const ThingKind turn_kind = { .name = turn_name };

void trace_turns_of(Handle *turn, Generator *generator)
{
	trace_lock();
	Thing *thing = trace_generator(generator);
	trace_thing_is(thing, generator, &turn_kind);
	trace_alias(turn, thing);
	trace_unlock();
}

/* ---- Why something runs ---- */

static const char timer_of[] = "the timer of ";

/* The task whose timer this is, or the thing itself. */
const char *trace_name_in_timers(const Thing *thing)
{
	bool of = strncmp(thing->name, timer_of, sizeof timer_of - 1) == 0;

	return of ? thing->name + sizeof timer_of - 1 : thing->name;
}

void trace_set_why(Thing *thing, const char *why, const Thing *by, const char *detail)
{
	thing->why = why;
	snprintf(thing->by, sizeof thing->by, "%s", by == NULL ? "-" : by->id);
	snprintf(thing->by_name, sizeof thing->by_name, "%s",
	         by == NULL ? "" : by->name);
	snprintf(thing->detail, sizeof thing->detail, "%s", detail);
}

const char *trace_why(const Thing *thing)
{
	static char words[2 * TRACE_NAME];
	const char *by = thing->by_name;

	if (thing->why == NULL)
		return "it is ready";
	if (strncmp(by, timer_of, sizeof timer_of - 1) == 0 &&
	    strcmp(by + sizeof timer_of - 1, thing->name) == 0)
		by = "its timer";
	else if (strcmp(by, thing->name) == 0)
		by = "itself";
	if (strcmp(thing->why, "timer") == 0 && thing->late > 0) {
		snprintf(words, sizeof words, "its time came at %s, %s ago",
		         trace_seconds(strtod(thing->detail, NULL)),
		         trace_seconds(thing->late));
		return words;
	}
	if (strcmp(thing->why, "timer") == 0)
		return "its time has come";
	if (strcmp(thing->why, "yielded") == 0)
		return "it gave way, and has its turn again";
	if (strcmp(thing->why, "thread") == 0)
		return "a thread has scheduled it";
	const char *what = strcmp(thing->why, "new") == 0         ? "it is new, made by"
	                   : strcmp(thing->why, "soon") == 0 ? "scheduled by"
	                   : strcmp(thing->why, "cancelled") == 0 ? "cancelled by"
	                   : strcmp(thing->why, "woken") == 0 ? "woken by"
	                                                      : NULL;
	if (what == NULL)
		snprintf(words, sizeof words, "%s", thing->detail);
	else if (*by == '\0')
		snprintf(words, sizeof words, "it %s",
		         thing->why[0] == 'n'   ? "is new"
		         : thing->why[0] == 's' ? "was scheduled"
		         : thing->why[0] == 'c' ? "was cancelled"
		                                : "was woken");
	else
		snprintf(words, sizeof words, "%s %s", what, by);
	return words;
}

void trace_timer_of(const Thing *owner, const void *arg)
{
	char name[2 * TRACE_NAME];

	snprintf(name, sizeof name, "%s%s", timer_of, owner->name);
	Thing *timer = trace_thing(arg, "timer", name);
	snprintf(timer->owner, sizeof timer->owner, "%s", owner->id);
}
