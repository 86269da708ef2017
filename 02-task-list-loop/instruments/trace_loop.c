/* trace_loop.c - watches a pass from inside. A handle of the trace's own hops along the
 * ready list, always in front of the next one to run, so that it is called before and
 * after each; another one stands at the end of the list, and what is behind it then has
 * become ready meanwhile. So nothing that makes a handle ready needs to tell. */
#include "trace_loop.h"
#include "trace_lists.h"

#include <string.h>

/* ==== Given: a run that is watched ==== */

static _Thread_local TraceWatch watch;
_Thread_local unsigned long trace_steps_begun;

static void watch_hops(void *arg);
static void watch_catches_up(void);

static void watch_stands(void *arg)
{
	(void)arg; /* it is never called: it leaves the list when the pass ends */
}

void trace_loop_made(Loop *loop)
{
	trace_lock();
	Thing *before = trace_find(loop);
	if (before != NULL)
		before->over = true;
	trace_loop_of(loop);
	trace_unlock();
}

/* Its time has come, perhaps long ago. */
static void tell_due(Thing *thing, const Handle *handle)
{
	double late = loop_time(watch.loop) - handle->when;

	trace_set_why(thing, "timer", NULL,
	              trace_number(handle->when - watch.trace->began));
	thing->late = late > trace_patience(watch.loop) ? late : 0;
}

/* What is not ready for this pass already comes from outside: it is due; or nobody knew
 * when it was scheduled that there would be a pass. */
static void tell_outside(Links *from, const Links *end)
{
	for (; from != end; from = from->next) {
		Handle *handle = container_of(from, Handle, links);
		Thing *thing = trace_handle(handle);
		if (thing->ready_for == watch.trace->pass)
			continue;
		if (handle->when < INFINITY)
			tell_due(thing, handle);
		else if (thing->outside != NULL)
			trace_set_why(thing, thing->outside, NULL, thing->words);
		else
			trace_set_why(thing, trace_why_ready(thing), NULL, "-");
		trace_log("wakes", "-\t%s\t%s\t%s", thing->id, thing->why, thing->detail);
		thing->ready_for = watch.trace->pass;
		thing->seen = true;
	}
}

void (*trace_tell_tasks)(Loop *loop);
const LoopDebug *loop_debug;

/* A trace that begins in the middle of a run says what is waiting there already. */
static void tell_waiting(Loop *loop, LoopTrace *trace)
{
	if (!trace_begins_with(trace->pass + 1))
		return;
	trace_text("before pass %lu, which is the first one of this trace:",
	           trace->pass + 1);
	if (trace_tell_tasks != NULL)
		trace_tell_tasks(loop);
	trace_tell_timers(&watch);
}

static void pass_begins(Loop *loop, LoopTrace *trace)
{
	double now = loop->selector == NULL ? 0 : loop_time(loop);
	double slept = now - trace->rested;
	char head[TRACE_WORDS] = "", fields[TRACE_NAME];

	if (slept < (loop->jumps ? 1e-9 : 1e-3))
		slept = 0;
	int n = 0;
	if (slept > 0 && trace->pass > 0)
		n = snprintf(head, sizeof head, "time %s, after a sleep of ",
		             trace_seconds(now - trace->began));
	else if (trace->pass == 0 || trace->held)
		n = snprintf(head, sizeof head, "time %s",
		             trace_seconds(now - trace->began));
	trace->held = false;
	if (n > 0)
		n += snprintf(head + n, sizeof head - (size_t)n, "%s\n",
		              slept > 0 && trace->pass > 0 ? trace_seconds(slept) : "");
	tell_waiting(loop, trace);
	trace->pass++;
	snprintf(head + n, sizeof head - (size_t)n, "pass %-3lu ", trace->pass);
	n = snprintf(fields, sizeof fields, "%s\t", trace_number(now - trace->began));
	snprintf(fields + n, sizeof fields - (size_t)n, "%s", trace_number(slept));
	trace_pass_begins(trace->pass, head, fields);
}

void trace_loop_pass(Loop *loop)
{
	trace_lock();
	LoopTrace *trace = trace_loop_of(loop);
	if (trace != NULL) {
		trace_loop = trace->number;
		handle_cancel(&watch.hopper);
		handle_cancel(&watch.stander);
		watch.hopper = (Handle)HANDLE(watch_hops, NULL);
		watch.stander = (Handle)HANDLE(watch_stands, NULL);
		watch.loop = loop;
		watch.trace = trace;
		trace_running = NULL;
		trace_catch_up = watch_catches_up;
		pass_begins(loop, trace);
		tell_outside(loop->ready.next, &loop->end);
		handle_append(loop->ready.next, &watch.hopper);
		handle_append(&loop->ready, &watch.stander);
	}
	trace_unlock();
}

void trace_loop_stops(Loop *loop)
{
	trace_lock();
	trace_did(trace_running != NULL ? "stops the loop when this pass is over"
	                                : "stops the loop after one pass");
	trace_log("says", "%s\tstops the loop", trace_by());
	trace_unlock();
}

static void tell_runs(Thing *thing)
{
	trace_deeds = 0;
	trace_forget_timer();
	trace_log("runs", "%s\t%s\t%s\t%s", thing->id, thing->why, thing->by,
	          thing->detail);
	bool begins = strcmp(thing->why, "new") == 0 && thing->function != NULL &&
	              strcmp(thing->function, thing->name) != 0;
	trace_text("%s runs%s%s: %s", thing->name, begins ? " " : "",
	           begins ? thing->function : "", trace_why(thing));
}

/* What runs does something more: what it has made ready so far comes first. */
static void watch_catches_up(void)
{
	if (trace_running == NULL || trace_loop == 0 || watch.looks)
		return;
	trace_find_new(&watch);
	trace_tell_others(&watch);
}

/* It has kept all others waiting, if the time is another one than before. */
static void tell_held(void)
{
	double now = watch.loop->selector == NULL ? 0 : loop_time(watch.loop);
	double held = now - watch.since;

	if (held < trace_patience(watch.loop))
		return;
	trace_log("held", "%s\t%s", trace_by(), trace_number(held));
	trace_did("has held the loop for %s", trace_seconds(held));
	watch.trace->held = true;
}

/* The last one has run, if there was one: what has it made ready, and what became of
 * it? */
static void watch_looks_back(void)
{
	Thing *thing = trace_running;
	bool asked = thing != NULL && thing->does != NULL && !thing->over;

	trace_find_new(&watch);
	watch.looks = true;
	if (thing != NULL)
		tell_held();
	bool ended = asked && thing->does->ended != NULL &&
	             thing->does->ended(thing->object);
	trace_tell_others(&watch);
	if (asked && !ended && thing->does->rests != NULL)
		thing->does->rests(thing->object);
	watch.looks = false;
	trace_running = NULL;
}

static void pass_ends(Loop *loop)
{
	handle_cancel(&watch.stander);
	trace_log("passed", "%s", "");
	trace_tell_ready(&watch);
	trace_tell_timers(&watch);
	trace_pass_ends();
	watch.trace->rested = loop->selector == NULL ? 0 : loop_time(loop);
	trace_loop = 0;
}

static void watch_hops(void *arg)
{
	Loop *loop = watch.loop;
	Links *next = loop->ready.next;

	trace_lock();
	trace_depth = 0;
	watch_looks_back();
	if (next == &loop->end) {
		pass_ends(loop);
	} else {
		Handle *handle = container_of(next, Handle, links);
		Thing *thing = trace_handle(handle);
		handle_append(next->next, &watch.hopper);
		thing->ready_for = 0;
		tell_runs(thing);
		trace_running = thing;
		trace_steps_begun++;
		watch.since = loop->selector == NULL ? 0 : loop_time(loop);
		if (thing->does != NULL && thing->does->begins != NULL)
			thing->does->begins(thing->object);
		trace_depth = 1;
	}
	trace_unlock();
}
