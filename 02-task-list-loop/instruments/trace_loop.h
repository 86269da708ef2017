/* trace_loop.h - what a trace says of loops: each pass, what runs in it and why, and then
 * what is ready and which timers come next. */
#ifndef ASYNCIO_TRACE_LOOP_H
#define ASYNCIO_TRACE_LOOP_H

#include "events.h"
#include "instruments/trace.h"

/* What the library calls; each does nothing unless there is a trace. */

/* The loop is new. Its number is the next one. */
static inline void trace_loop_is_new(Loop *loop);

/* A pass begins: what is in front of loop->end will run now, one after the other. */
static inline void trace_pass(Loop *loop);

/* The loop will stop when this pass is over. */
static inline void trace_stop(Loop *loop);

/* The handle has been set among the timers by what runs. */
static inline void trace_timer(Loop *loop, Handle *handle);

/* The handle gives this generator its turns. */
static inline void trace_turns(Handle *turn, Generator *generator);

/* The library's own handle due will call the program's handle, and why: "descriptor",
 * "descriptor 3 can be read". */
static inline void trace_due(Handle *due, const Handle *handle, const char *why,
                             const char *words);

/* For the later chapters. */

/* What this handle runs waits for something outside of the loop, as trace_due has it. */
void trace_waits_for(Handle *handle, const char *why, const char *words);

/* The thing that the loop runs when it calls this handle: one that was made for it, or
 * one that is named after its function. */
Thing *trace_handle(Handle *handle);

/* Tells, as sentences, what the tasks of a loop wait for; NULL: there are no tasks. */
extern void (*trace_tell_tasks)(Loop *loop);

/* What debug mode hears of, whether there is a trace or not: a new loop; and a handle of
 * the library that gives a generator its turns, or else calls fn, the program's. NULL:
 * what is linked has no debug mode. */
typedef struct LoopDebug {
	void (*is_new)(Loop *loop);
	void (*handle_is)(const Handle *handle, void (*fn)(void *), Generator *generator);
} LoopDebug;

extern const LoopDebug *loop_debug;

/* What the trace calls a callback that calls this function; NULL: that is not known. */
const char *trace_function_name(void (*fn)(void *));

/* What plain handles that call this function of the library are called: "a gather".
 * Both must last. */
typedef struct TraceName {
	const char *function, *name;
} TraceName;

void trace_names(const TraceName *names, size_t n);

/* Handles that are given this address are the timer of this thing. */
void trace_timer_of(const Thing *owner, const void *arg);

/* The deadline of the last timer that was set in this thread, and when that was, if its
 * handle is given this address; or INFINITY: it is another's. */
double trace_last_timer(const void *arg, double *since);

/* What runs now has set no timer yet: the address may be another one's by then. */
void trace_forget_timer(void);

/* How many steps have begun in this thread: of tasks, callbacks and whatever loops
 * run. */
extern _Thread_local unsigned long trace_steps_begun;

/* A time of this loop in words, "1.5 s"; and in the log, "1.5". Both have room for
 * TRACE_NUMBER bytes, which is enough for every time. */
enum { TRACE_NUMBER = 32 };
const char *trace_seconds(double seconds);
const char *trace_number(double seconds);

/* ==== Given: a run that is watched ==== */

void trace_loop_made(Loop *loop);
void trace_loop_pass(Loop *loop);
void trace_timer_set(Loop *loop, Handle *handle);
void trace_loop_stops(Loop *loop);
void trace_turns_of(Handle *turn, Generator *generator);
void trace_due_is(Handle *due, const Handle *handle, const char *why, const char *words);

static inline void trace_loop_is_new(Loop *loop)
{
	if (tracing())
		trace_loop_made(loop);
	if (loop_debug != NULL)
		loop_debug->is_new(loop);
}

static inline void trace_pass(Loop *loop)
{
	if (tracing())
		trace_loop_pass(loop);
}

static inline void trace_timer(Loop *loop, Handle *handle)
{
	if (tracing())
		trace_timer_set(loop, handle);
}

static inline void trace_stop(Loop *loop)
{
	if (tracing())
		trace_loop_stops(loop);
}

static inline void trace_turns(Handle *turn, Generator *generator)
{
	if (tracing())
		trace_turns_of(turn, generator);
	if (loop_debug != NULL)
		loop_debug->handle_is(turn, NULL, generator);
}

static inline void trace_due(Handle *due, const Handle *handle, const char *why,
                             const char *words)
{
	if (tracing())
		trace_due_is(due, handle, why, words);
}

#endif
