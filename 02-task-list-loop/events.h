/* events.h - a loop that calls things, now or later; and a clock.
 *
 * A function that returns int returns 0, or a negative errno: -ESHUTDOWN, the loop is
 * closed; -EINVAL, that is not a time; -EBUSY, the handle is somewhere already, and nothing
 * has changed. If more than one of them applies, it is the first of these. Times are
 * seconds. A loop belongs to the thread that made it, and to its
 * process: in a child of fork(2), also one that is forked by what the loop calls, no loop
 * runs, the child makes loops of its own, and its copy of the parent's is closed. A
 * signal handler, which may interrupt the loop in the middle of a change, must not
 * fork. */
#ifndef ASYNCIO_EVENTS_H
#define ASYNCIO_EVENTS_H

#include "generator.h"
#include "list.h"
#include "machines/clock.h" /* time_perf_counter, time_sleep */
#include "machines/errors.h"

#include <math.h>

/* clang-format off */
typedef struct Loop Loop;
typedef struct Handle Handle;

/* asyncio.Handle: something to call. It lies in your memory and is in one place at most:
 * the loop's ready list, or its timers. Never copy one that is somewhere, and cancel it
 * before its memory goes. While it is called it is nowhere: it may be scheduled again. */
struct Handle {
	union {
		Links links;                          /* in a list */
		struct { Loop *loop; size_t place; }; /* in the heap of timers */
		Handle **slot;                        /* where one pointer points to it */
	};
	void (*leave)(Handle *handle); /* how it leaves where it is; NULL: nowhere */
	void (*fn)(void *arg);
	void *arg;
	double when;                   /* handle.when(): INFINITY: no deadline */
	unsigned long order;           /* of timers with one deadline */
};

/* Handle h = HANDLE(fn, arg); it will call fn(arg). Elsewhere: h =
 * (Handle)HANDLE(...). */
#define HANDLE(fn_, arg_) { .fn = (fn_), .arg = (arg_), .when = INFINITY }

/* handle.cancel(): takes it back from wherever it is; nothing if it is nowhere. */
void handle_cancel(Handle *handle);

/* A loop, for the caller to free. NULL: it could not be made, and errno says why: ENOMEM,
 * or, from chapter 3 on, where a loop needs descriptors, EMFILE or ENFILE. */
Loop *asyncio_new_event_loop(void);

/* The loop that runs now in this thread; NULL: none. */
Loop *asyncio_get_running_loop(void);

/* loop.call_soon(): in the next pass, after whatever was ready before. */
int loop_call_soon(Loop *loop, Handle *handle);

/* loop.call_later(), loop.call_at(): in the first pass that begins at the deadline, or a
 * nanosecond before, or later; equal deadlines in the order they were set. INFINITY never
 * comes. */
int loop_call_later(Loop *loop, double delay, Handle *handle);
int loop_call_at(Loop *loop, double when, Handle *handle);

/* loop.time(): the clock of its timers. */
double loop_time(Loop *loop);

/* loop.run_forever(): runs until it is stopped (0), or until nothing can wake it any
 * more: 0, or -EDEADLK if somebody waits nevertheless. -EBUSY: a loop runs in this
 * thread. */
MUST_CHECK int loop_run_forever(Loop *loop);

/* loop.stop(): when the pass is over; a loop that does not run makes one pass when it
 * does. */
void loop_stop(Loop *loop);

/* loop.close(): drops what is scheduled, uncalled, and closes what the task list still
 * holds. A loop that is closed, or is being closed, stays as it is: 0. -EBUSY: it runs. A child of fork that closes, or frees, its copy
 * of a loop calls nothing of the program's, resumes no generator, and changes nothing for
 * the parent. */
int loop_close(Loop *loop);

/* Closes it if need be, and frees it. One that runs, or is being closed, is left
 * alone. */
void loop_free(Loop *loop);

/* Gives the generator one turn in each pass, until it ends. Takes it: the loop frees it,
 * at once if it refuses. A NULL generator is -ENOMEM. */
MUST_CHECK int task_list_add(Loop *loop, Generator *generator);

/* For what is built on loops. */

/* A timer in the heap. Its deadline is here, too, so that two timers can be compared
 * without reading their handles, which may lie far apart in memory. */
typedef struct TimerEntry {
	double when;
	Handle *handle;
} TimerEntry;

struct Loop {
	Links ready;                  /* handles to call in the next pass */
	Links end;                    /* of a pass: what follows is for the next one */
	Links closing;                /* handles to call when the loop is closed */
	TimerEntry *timers;           /* the heap, see timers.c; NULL: no room yet */
	size_t n_timers, timers_room; /* how many are in it; and the room, in entries */
	Links soonest;                /* timers that are not in the heap, in order */
	unsigned long order;          /* of the next timer */
	struct Selector *selector;    /* how it sleeps and tells time */
	size_t waiting;               /* how many wait for what only others can bring */
	void (*explain)(Loop *loop);  /* when that is nobody: says who waits; or NULL */
	void (*finish)(Loop *loop);   /* what a run does before it closes it; or NULL */
	bool jumps;                   /* it is on the virtual clock */
	struct WatchedLoop *watched;  /* chapter 4's, in debug mode; or NULL */
	Links loops;                  /* among all loops of the process */
	bool inherited;               /* closed by a fork: its tasks are the parent's */
	bool runs, stopping, closed, being_closed;
};

/* Adds a handle that is nowhere, and whose when and order are set, to the timers of the
 * loop, from where handle_cancel takes it back. It cannot fail: without memory it only
 * takes longer. */
void timers_add(Loop *loop, Handle *handle);

/* The timer that is due first; NULL: there is none. */
Handle *timers_first(const Loop *loop);

/* Frees the memory of the heap. Call it when no timer is set. */
void timers_free(Loop *loop);

/* ==== Step 2.2: handles, and a pass over what is ready ==== */

/* How a handle leaves a list; handle_cancel notes that it is nowhere then. */
void handle_leave(Handle *handle);

/* Appends a handle that is nowhere to a list of handles, from where handle_cancel
 * takes it back. */
static inline void handle_append(Links *list, Handle *handle)
{
	list_append(list, &handle->links);
	handle->leave = handle_leave;
}

#endif
