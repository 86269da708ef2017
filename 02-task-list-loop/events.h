/* events.h - a loop that calls functions, now or later; and a clock.
 *
 * A function that returns int returns 0, or a negative errno: -ESHUTDOWN if the loop is
 * closed; -EINVAL if that is not a time; -EBUSY if the handle is somewhere already. A
 * call that fails has changed nothing. If more than one reason applies, it is the first
 * of these. Times are seconds.
 *
 * A loop belongs to the thread that made it, and to its process. In a child of fork(2),
 * even in one that is forked by a callback of a loop, no loop runs: the child's copy of
 * the parent's loop is closed, and the child can make loops of its own. A signal handler
 * must not fork, because it may interrupt the loop in the middle of a change. */
#ifndef ASYNCIO_EVENTS_H
#define ASYNCIO_EVENTS_H

#include "generator.h"
#include "list.h"
#include "machines/clock.h" /* time_perf_counter, time_sleep */
#include "machines/errors.h"

#include <math.h>
#include <stdint.h>

/* clang-format off */
typedef struct Loop Loop;
typedef struct Handle Handle;

/* asyncio.Handle: something to call, a function and its argument. A handle lies in your
 * memory, and is in one place at most: on the loop's ready list, or among its timers.
 * Never copy a handle that is somewhere, and cancel it before its memory goes. While a
 * handle is being called it is nowhere, so its function may schedule it again. */
struct Handle {
	union {
		Links links;                          /* in a list */
		struct { Loop *loop; size_t place; }; /* in the heap of timers */
		Handle **slot;                        /* where the pointer to it lies */
	};
	void (*leave)(Handle *handle); /* how it leaves where it is; NULL: nowhere */
	void (*fn)(void *arg);
	void *arg;
	double when;                   /* handle.when(): INFINITY: no deadline */
	uint64_t order;                /* of timers with one deadline */
};

/* Handle h = HANDLE(fn, arg); makes a handle that will call fn(arg), and is nowhere.
 * Outside of a declaration: h = (Handle)HANDLE(fn, arg). */
#define HANDLE(fn_, arg_) { .fn = (fn_), .arg = (arg_), .when = INFINITY }

/* handle.cancel(): takes the handle back from wherever it is, so that it is not called.
 * A handle that is nowhere stays as it is. */
void handle_cancel(Handle *handle);

/* asyncio.new_event_loop(): returns a new loop, which the caller frees; or NULL, with
 * the reason in errno: ENOMEM, or EMFILE and ENFILE from chapter 3 on, where a loop
 * needs descriptors. */
Loop *asyncio_new_event_loop(void);

/* asyncio.get_running_loop(): returns the loop that runs now in this thread; NULL if
 * none does. */
Loop *asyncio_get_running_loop(void);

/* loop.call_soon(): schedules the handle: the loop will call it in its next pass, after
 * everything that was ready before. */
int loop_call_soon(Loop *loop, Handle *handle);

/* loop.call_later(), loop.call_at(): sets a timer: the loop will call the handle in the
 * first pass that begins at the deadline or later (a nanosecond before counts). Timers
 * of one deadline are called in the order in which they were set. INFINITY is a time
 * that never comes, and -INFINITY one that has come. */
int loop_call_later(Loop *loop, double delay, Handle *handle);
int loop_call_at(Loop *loop, double when, Handle *handle);

/* loop.time(): returns the time by which the loop's timers go. */
double loop_time(Loop *loop);

/* loop.run_forever(): makes passes until the loop is stopped, or until nothing can
 * happen in it any more. Returns 0; or -EDEADLK if nothing can happen any more although
 * something waits; or -EBUSY if a loop runs in this thread already. */
MUST_CHECK int loop_run_forever(Loop *loop);

/* loop.stop(): ends the run when the present pass is over. If the loop does not run, its
 * next run ends after one pass, in which it does not sleep. */
void loop_stop(Loop *loop);

/* loop.close(): takes back all handles that are scheduled, uncalled, and closes the
 * generators that are still on the task list. A loop that is closed, or is being closed,
 * stays as it is: 0. Fails with -EBUSY if the loop runs. In a child of fork, closing or
 * freeing the copy of a loop calls no callback, resumes no generator, and changes
 * nothing for the parent. */
int loop_close(Loop *loop);

/* Closes the loop if it is not closed yet, and frees it. NULL, and a loop that runs or
 * is being closed, stay as they are. In a child of fork the memory of a copy stays: what
 * waits in it has not ended there, and refers to it. */
void loop_free(Loop *loop);

/* Resumes the generator once in each pass, until it ends. The loop owns the generator,
 * and frees it; if the call fails, at once. Fails with -ESHUTDOWN, and with -ENOMEM,
 * also if the generator is NULL. */
MUST_CHECK int task_list_add(Loop *loop, Generator *generator);

/* For what is built on loops. */

/* A timer in the heap. The deadline stands here as well as in the handle, so that two
 * timers can be compared without reading their handles, which may lie far apart in
 * memory. */
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
	uint64_t order;               /* of the next timer */
	struct Selector *selector;    /* how it sleeps and tells time */
	size_t waiting;               /* how many tasks wait for something, see 4.2 */
	/* Reports a deadlock, and what each task waits for; or NULL. */
	void (*report_deadlock)(Loop *loop);
	void (*finish)(Loop *loop);   /* what a run does before it closes it; or NULL */
	bool jumps;                   /* it is on the virtual clock */
	struct WatchedLoop *watched;  /* chapter 4's, in debug mode; or NULL */
	Links loops;                  /* among all loops of the process */
	bool inherited;               /* closed by a fork: its tasks are the parent's */
	bool cleaned_up;              /* by loop_close */
	bool runs, stopping, closed, being_closed;
};

/* Adds a handle that is nowhere, and whose when and order are set, to the timers of the
 * loop, from where handle_cancel takes it back. This cannot fail: without memory it only
 * takes longer. */
void timers_add(Loop *loop, Handle *handle);

/* Returns the timer that is due first; NULL if no timer is set. */
Handle *timers_first(const Loop *loop);

/* Frees the memory of the heap. Call it when no timer is set. */
void timers_free(Loop *loop);

/* How a handle leaves a list of handles. handle_cancel calls it. */
void handle_leave(Handle *handle);

/* ==== 2.2.1: a list, and the handles on it ==== */

/* Adds a handle that is nowhere at the end of a list of handles, from where
 * handle_cancel takes it back: handle_leave is how it leaves. */
static inline void handle_append(Links *list, Handle *handle)
{
	list_append(list, &handle->links);
	handle->leave = handle_leave;
}

#endif
