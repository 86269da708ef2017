/* trace_lists.c - what a trace says of what is ready, and of timers. */
#include "trace_lists.h"
#include "instruments/next_timers.h"
#include "machines/symbols.h"
#include "virtual_clock.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

const char *trace_number(double seconds)
{
	static char words[32];

	snprintf(words, sizeof words, !clock_is_virtual() ? "%.6f" : "%.9g", seconds);
	return words;
}

/* One of four, so that a sentence may have more than one time. */
const char *trace_seconds(double seconds)
{
	static char words[4][40];
	static int next;
	char *to = words[next = (next + 1) % 4];

	if (seconds == INFINITY)
		return "for ever";
	snprintf(to, sizeof *words, !clock_is_virtual() ? "%.3f s" : "%.9g s", seconds);
	return to;
}

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

static const char *name_of(void (*fn)(void *))
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
	thing = trace_thing(handle, "callback", name_of(handle->fn));
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

static const char *turn_name(void *generator)
{
	return generator_get_name(generator);
}

static const ThingKind turn_kind = { .name = turn_name };

void trace_turns_of(Handle *turn, Generator *generator)
{
	trace_lock();
	Thing *thing = trace_generator(generator);
	thing->object = generator;
	thing->does = &turn_kind;
	trace_alias(turn, thing);
	trace_unlock();
}

/* ---- Why something runs ---- */

static const char timer_of[] = "the timer of ";

/* The task whose timer this is, or the thing itself. */
static const char *name_in_timers(const Thing *thing)
{
	bool of = strncmp(thing->name, timer_of, sizeof timer_of - 1) == 0;

	return of ? thing->name + sizeof timer_of - 1 : thing->name;
}

static void set_why(Thing *thing, const char *why, const Thing *by, const char *detail)
{
	thing->why = why;
	snprintf(thing->by, sizeof thing->by, "%s", by == NULL ? "-" : by->id);
	snprintf(thing->by_name, sizeof thing->by_name, "%s",
	         by == NULL ? "" : by->name);
	snprintf(thing->detail, sizeof thing->detail, "%s", detail);
}

void trace_outside(Thing *thing, const char *why, const char *detail)
{
	set_why(thing, why, NULL, detail);
	thing->ready_for = TRACE_OUTSIDE;
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
	if (strcmp(thing->why, "timer") == 0)
		return "its time has come";
	if (strcmp(thing->why, "yielded") == 0)
		return "it gave way, and has its turn again";
	if (strcmp(thing->why, "outside") == 0)
		return "something outside has happened";
	const char *what = strcmp(thing->why, "new") == 0         ? "it is new, made by"
	                   : strcmp(thing->why, "soon") == 0 ? "scheduled by"
	                   : strcmp(thing->why, "cancelled") == 0 ? "cancelled by"
	                   : strcmp(thing->why, "woken") == 0 ? "woken by"
	                                                      : NULL;
	if (what == NULL)
		snprintf(words, sizeof words, "%s", thing->detail);
	else if (*by == '\0')
		snprintf(words, sizeof words, "%s",
		         thing->why[0] == 'n' ? "it is new" : "it was scheduled");
	else
		snprintf(words, sizeof words, "%s %s", what, by);
	return words;
}

/* ---- What is ready ---- */

const char *trace_why_ready(const Thing *thing)
{
	if (thing->object != NULL && !thing->seen)
		return "new";
	if (thing == trace_running && thing->object != NULL)
		return "yielded";
	return thing->does == NULL || thing->does->ready == NULL
	               ? "soon"
	               : thing->does->ready(thing->object);
}

/* The list of the sentence that it is in; NULL: it is in none. */
static TraceList *list_for(TraceWatch *watch, const char *why)
{
	if (strcmp(why, "yielded") == 0)
		return NULL;
	if (strcmp(why, "new") == 0)
		return &watch->made;
	return strcmp(why, "soon") == 0 ? &watch->scheduled : &watch->woken;
}

/* Behind the stander there is what is new. */
void trace_find_new(TraceWatch *watch)
{
	Links *ready = &watch->loop->ready, *links = watch->stander.links.next;

	for (; links != ready; links = links->next) {
		Thing *thing = trace_handle(container_of(links, Handle, links));
		const char *why = trace_why_ready(thing);
		TraceList *list = list_for(watch, why);
		set_why(thing, why, trace_running, "-");
		thing->ready_for = watch->trace->pass + 1;
		thing->seen = true;
		if (list == &watch->made)
			trace_log("makes", "%s\t%s", trace_by(), thing->id);
		trace_log("wakes", "%s\t%s\t%s\t-", trace_by(), thing->id, why);
		if (list != NULL)
			trace_list_add(list, thing);
	}
	list_remove(&watch->stander.links);
	list_append(ready, &watch->stander.links);
}

void trace_tell_made(TraceWatch *watch)
{
	trace_list_text(&watch->made, "  makes ");
}

void trace_tell_woken(TraceWatch *watch)
{
	trace_list_text(&watch->scheduled, "  schedules ");
	trace_list_text(&watch->woken, "  wakes ");
}

void trace_tell_ready(TraceWatch *watch)
{
	static TraceList list;
	const Links *ready = &watch->loop->ready;

	for (Links *links = watch->loop->end.next; links != ready; links = links->next) {
		Thing *thing = trace_handle(container_of(links, Handle, links));
		thing->ready_for = watch->trace->pass + 1;
		trace_list_add(&list, thing);
	}
	if (list.n > 0)
		trace_log("ready", "%zu%s", list.n, list.ids);
	else
		trace_text("ready: nothing");
	trace_list_text(&list, "ready: ");
}

/* ---- Timers ---- */

enum { SHOWN_TIMERS = 20 };

void trace_tell_timers(TraceWatch *watch)
{
	static TraceList list;
	static char fields[SHOWN_TIMERS * 2 * TRACE_ID];
	Handle *next[SHOWN_TIMERS];
	size_t n = timers_next(watch->loop, next, SHOWN_TIMERS), length = 0;

	n = n < SHOWN_TIMERS ? n : SHOWN_TIMERS;
	for (size_t i = 0; i < n; i++) {
		const Thing *thing = trace_handle(next[i]);
		double when = next[i]->when - watch->trace->began;
		Thing with_time = *thing;
		snprintf(with_time.name, sizeof with_time.name, "%.40s at %s",
		         name_in_timers(thing), trace_seconds(when));
		trace_list_add(&list, &with_time);
		length += (size_t)snprintf(fields + length, sizeof fields - length,
		                           "\t%s\t%s", trace_number(when),
		                           *thing->owner != '\0' ? thing->owner
		                                                 : thing->id);
	}
	if (n > 0)
		trace_log("timers", "%zu%s", n, fields);
	trace_list_text(&list, "timers: ");
}

void trace_timer_of(const Thing *owner, const void *arg)
{
	char name[2 * TRACE_NAME];

	snprintf(name, sizeof name, "%s%s", timer_of, owner->name);
	Thing *timer = trace_thing(arg, "timer", name);
	snprintf(timer->owner, sizeof timer->owner, "%s", owner->id);
}

static _Thread_local struct {
	const void *arg;
	double when, since;
} last;

double trace_last_timer(const void *arg, double *since)
{
	*since = last.since;
	return last.arg == arg ? last.when : INFINITY;
}

/* What the library sets for itself is told of by what waits. */
void trace_timer_set(Loop *loop, Handle *handle)
{
	trace_lock();
	const LoopTrace *trace = trace_loop_of(loop);
	const Thing *thing = trace_handle(handle);
	double began = trace == NULL ? 0 : trace->began;
	last.arg = handle->arg;
	last.when = handle->when - began;
	last.since = loop_time(loop) - began;
	if (strncmp(thing->name, "a ", 2) != 0 && trace != NULL) {
		double when = handle->when - trace->began;
		trace_log("plans", "%s\t%s\t%s", trace_by(), thing->id, trace_number(when));
		trace_did("sets a timer: %s at %s", thing->name, trace_seconds(when));
	}
	trace_unlock();
}
