/* trace_lists.h - what the files of chapter 2's trace need of each other. */
#ifndef ASYNCIO_TRACE_LISTS_H
#define ASYNCIO_TRACE_LISTS_H

#include "trace_loop.h"

#include <stdio.h>

/* What is known of a loop. */
typedef struct LoopTrace {
	unsigned number;
	unsigned long pass;
	double began, rested; /* when it was made, and when its last pass ended */
	bool held;            /* time has passed in the last pass */
} LoopTrace;

/* The two handles on the ready list of the loop that runs in this thread. */
typedef struct TraceWatch {
	Handle hopper, stander;
	Loop *loop;
	LoopTrace *trace;
	TraceList made, woken, scheduled, by_end;
	double since; /* when what runs began */
	bool looks;   /* trace_find_new is at it */
} TraceWatch;

/* What is known of this loop; NULL: there is no memory. */
LoopTrace *trace_loop_of(Loop *loop);

/* Finds what has become ready since this was called last, and tells what of it is new
 * altogether, and which tasks have been woken. The second one tells of the others, which
 * may be ready because what runs has ended. */
void trace_find_new(TraceWatch *watch);
void trace_tell_others(TraceWatch *watch);

/* After a pass: what is ready, and the timers that come next. */
void trace_tell_ready(TraceWatch *watch);
void trace_tell_timers(TraceWatch *watch);

/* Notes why a thing is ready; by is NULL if no other thing is the reason. */
void trace_set_why(Thing *thing, const char *why, const Thing *by, const char *detail);

/* The task whose timer this is, or the thing itself: its name. */
const char *trace_name_in_timers(const Thing *thing);

/* ==== Given: a run that is watched ==== */

/* Seconds: what holds the loop for longer is told, and a timer that is later. On the
 * virtual clock time passes only if somebody wants it to. */
static inline double trace_patience(const Loop *loop)
{
	return loop->jumps ? 1e-9 : 0.1;
}

/* Why it has become ready, and why it runs, in words. */
const char *trace_why_ready(const Thing *thing);
const char *trace_why(const Thing *thing);

#endif
