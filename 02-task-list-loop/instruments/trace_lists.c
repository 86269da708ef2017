/* trace_lists.c - what a trace says of the ready list, and of timers. */
#include "trace_lists.h"
#include "instruments/next_timers.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

/* ---- What is ready ---- */

const char *trace_why_ready(const Thing *thing)
{
	if (thing->does == NULL && thing->outside != NULL)
		return thing->outside;
	if (trace_running != NULL && trace_running->brings != NULL)
		return trace_running->brings;
	if (thing->object != NULL && !thing->seen)
		return "new";
	if (thing->does != NULL && thing->does->ready != NULL)
		return thing->does->ready(thing->object);
	return thing == trace_running && thing->object != NULL ? "yielded" : "soon";
}

/* The list of the sentence that it is in; NULL: it is in none. */
static TraceList *list_for(TraceWatch *watch, const Thing *thing, const char *why)
{
	if (thing == trace_running && thing->object != NULL)
		return NULL; /* what became of it is told by itself */
	if (strcmp(why, "new") == 0)
		return &watch->made;
	if (thing->by_end)
		return &watch->by_end;
	return strcmp(why, "woken") == 0 || strcmp(why, "cancelled") == 0
	               ? &watch->woken
	               : &watch->scheduled;
}

/* Behind the stander there is what is new. */
void trace_find_new(TraceWatch *watch)
{
	if (watch->looks)
		return;
	watch->looks = true;
	Links *ready = &watch->loop->ready, *links = watch->stander.links.next;

	for (; links != ready; links = links->next) {
		Thing *thing = trace_handle(container_of(links, Handle, links));
		const char *why = trace_why_ready(thing);
		TraceList *list = list_for(watch, thing, why);
		trace_set_why(thing, why, trace_running,
		              thing->outside == why ? thing->words : "-");
		thing->ready_for = watch->trace->pass + 1;
		thing->seen = true;
		if (list == &watch->made)
			trace_log("makes", "%s\t%s", trace_by(), thing->id);
		trace_log("wakes", "%s\t%s\t%s\t%s", trace_by(), thing->id, why,
		          thing->detail);
		if (list != NULL)
			trace_list_add(list, thing);
	}
	list_remove(&watch->stander.links);
	list_append(ready, &watch->stander.links);
	trace_list_text(&watch->made, "  makes ");
	trace_list_text(&watch->woken, "  wakes ");
	watch->looks = false;
}

void trace_tell_others(TraceWatch *watch)
{
	trace_list_text(&watch->scheduled, "  schedules ");
	trace_list_text(&watch->by_end, "  wakes ");
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
	static char fields[SHOWN_TIMERS * (TRACE_NUMBER + TRACE_ID)];
	Handle *next[SHOWN_TIMERS];
	size_t n = timers_next(watch->loop, next, SHOWN_TIMERS), length = 0;

	n = n < SHOWN_TIMERS ? n : SHOWN_TIMERS;
	for (size_t i = 0; i < n; i++) {
		const Thing *thing = trace_handle(next[i]);
		double when = next[i]->when - watch->trace->began;
		Thing with_time = *thing;
		snprintf(with_time.name, sizeof with_time.name, "%.40s at %s",
		         trace_name_in_timers(thing), trace_seconds(when));
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

static _Thread_local struct {
	const void *arg;
	double when, since;
} last;

void trace_forget_timer(void)
{
	last.arg = NULL;
}

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
		trace_did("sets a timer: %s at %s", thing->name, trace_seconds(when));
		trace_log("plans", "%s\t%s\t%s", trace_by(), thing->id,
		          trace_number(when));
	}
	trace_unlock();
}
