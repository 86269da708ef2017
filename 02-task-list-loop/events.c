/* events.c - the loop. Its heart is loop_run_once. */
#include "events.h"
#include "forks.h"
#include "instruments/trace_loop.h"
#include "selectors.h"
#include "virtual_clock.h"

#include <errno.h>
#include <stdlib.h>

/* A clock ticks in steps: what is due within one is due. */
static const double CLOCK_RESOLUTION = 1e-9;

/* Later rungs bring these. Until then they do nothing. */
static void loop_sleep(Loop *loop);
static void loop_collect_timers(Loop *loop);

/* ==== 2.2.1: a list, and the handles on it ==== */

/* Refuses with -ESHUTDOWN if the loop is closed, and with -EBUSY if the handle is
 * somewhere. Otherwise the handle, which has no deadline now (INFINITY), goes to the end
 * of the ready list. */
int loop_call_soon(Loop *loop, Handle *handle)
{
	if (loop->closed)
		return -ESHUTDOWN;
	if (handle->leave != NULL)
		return -EBUSY;
	handle->when = INFINITY;
	handle_append(&loop->ready, handle);
	return 0;
}

/* Returns a zeroed loop with three empty lists: ready, closing and soonest. loop->jumps
 * is what clock_is_virtual says, and selector_default gives the loop its selector. If
 * that fails, so does this: NULL, with the reason in errno. A new loop is given to
 * forks_watch, and then to trace_loop_is_new. */
Loop *asyncio_new_event_loop(void)
{
	Loop *loop = calloc(1, sizeof *loop);

	if (loop == NULL)
		return NULL;
	list_init(&loop->ready);
	list_init(&loop->closing);
	list_init(&loop->soonest);
	loop->jumps = clock_is_virtual();
	int error = selector_default(loop);
	if (error == 0) {
		forks_watch(loop);
		trace_loop_is_new(loop);
		return loop;
	}
	free(loop);
	errno = -error;
	return NULL;
}

/* ==== 2.2.2: a pass, and a run ==== */

/* Takes the first handle off the list, and calls it. From then on the handle is nowhere,
 * and belongs to its owner: what it calls may schedule it again, or free it. */
static void handle_run_first(Links *list)
{
	Handle *handle = container_of(list->next, Handle, links);

	list_remove(&handle->links);
	handle->leave = NULL;
	handle->fn(handle->arg);
}

/* Makes one pass. It runs exactly what is ready when it begins. What that schedules
 * comes after the end of the pass. Otherwise a callback that schedules itself would keep
 * the pass going for ever. */
static void loop_run_once(Loop *loop)
{
	Links *end = &loop->end;

	loop_sleep(loop);
	loop_collect_timers(loop);
	list_append(&loop->ready, end);
	trace_pass(loop);
	while (loop->ready.next != end)
		handle_run_first(&loop->ready);
	list_remove(end);
}

/* Returns when the first timer is due: INFINITY, if there is none. */
static double loop_deadline(const Loop *loop)
{
	Handle *first = timers_first(loop);

	return first != NULL ? first->when : INFINITY;
}

/* Returns whether anything can still happen: the loop has been stopped, and so owes one
 * pass; a handle is ready; a timer will come, which one at INFINITY never does; or the
 * selector, if there is one that can, says that something outside can wake the loop. */
static bool loop_is_alive(const Loop *loop)
{
	Selector *selector = loop->selector;

	return loop->stopping || !list_empty(&loop->ready) ||
	       loop_deadline(loop) < INFINITY ||
	       (selector != NULL && selector->can_wake != NULL &&
	        selector->can_wake(selector));
}

/* Refuses with -ESHUTDOWN if the loop is closed, and with -EBUSY if a loop runs in this
 * thread. Makes passes while the loop is alive, until the end of the pass in which it is
 * stopped; a stop counts for this run only. While the run lasts, loop_running is this
 * loop and loop->runs is true. thread_runs_loop is called when it begins, and when it is
 * over.
 *
 * Returns 0 if it was stopped, or if nothing waits (loop->waiting is 0). If nothing can
 * happen any more although something waits, that is a deadlock: when the run is over it
 * calls loop->report_deadlock, if that is set, and returns -EDEADLK. A loop that is
 * closed when the run ends is the copy of a child that was forked in this run:
 * -ESHUTDOWN. */
int loop_run_forever(Loop *loop)
{
	bool stopped = false;

	if (loop->closed)
		return -ESHUTDOWN;
	if (loop_running != NULL)
		return -EBUSY;
	loop_running = loop;
	loop->runs = true;
	thread_runs_loop(true);
	while (!stopped && loop_is_alive(loop)) {
		loop_run_once(loop);
		stopped = loop->stopping;
	}
	loop_running = NULL;
	thread_runs_loop(false);
	loop->runs = loop->stopping = false;
	if (loop->closed)
		return -ESHUTDOWN; /* we are a child, forked by what it has called */
	if (stopped || loop->waiting == 0)
		return 0;
	if (loop->report_deadlock != NULL)
		loop->report_deadlock(loop);
	return -EDEADLK;
}

/* Tells trace_stop. */
void loop_stop(Loop *loop)
{
	loop->stopping = true;
	trace_stop(loop);
}

Loop *asyncio_get_running_loop(void)
{
	return loop_running;
}

/* ==== 2.2.3: a loop is closed ==== */

/* Closes the loop: from now on everything is refused. Refuses with -EBUSY if the loop
 * runs. Does nothing if the loop is being closed, or is cleaned up; a loop that is
 * inherited is closed already, and has still to be cleaned up. First it is given to
 * forks_forget. Then it runs the handles on the closing list, until there are none,
 * because those who own something have to give it up. Then it cancels all that is ready
 * and all timers, frees the memory of the timers, and has the selector, if it can, close
 * itself. loop->being_closed is true in the meantime, and loop->cleaned_up in the
 * end. */
int loop_close(Loop *loop)
{
	if (loop->runs)
		return -EBUSY;
	if (loop->being_closed || loop->cleaned_up)
		return 0;
	forks_forget(loop);
	loop->closed = loop->being_closed = true;
	while (!list_empty(&loop->closing))
		handle_run_first(&loop->closing);
	while (!list_empty(&loop->ready))
		handle_cancel(container_of(loop->ready.next, Handle, links));
	while (timers_first(loop) != NULL)
		handle_cancel(timers_first(loop));
	timers_free(loop);
	if (loop->selector != NULL && loop->selector->close != NULL)
		loop->selector->close(loop->selector);
	loop->being_closed = false;
	loop->cleaned_up = true;
	return 0;
}

/* Closes the loop, and frees it if that has succeeded. NULL, and a loop that is being
 * closed, stay as they are. A loop that is inherited is closed, but its memory stays: the
 * parent's tasks, which have not ended in this child, refer to it. */
void loop_free(Loop *loop)
{
	if (loop == NULL || loop->being_closed)
		return;
	if (loop_close(loop) == 0 && !loop->inherited)
		free(loop);
}

/* ==== 2.3.2: timers, in a list ==== */

/* Has the selector sleep until the first deadline, or not at all (-INFINITY) if the loop
 * has been stopped or something is ready. On the virtual clock loop_jump does it
 * instead. */
static void loop_sleep(Loop *loop)
{
	bool sleeps = !loop->stopping && list_empty(&loop->ready);
	double deadline = sleeps ? loop_deadline(loop) : -INFINITY;

	if (loop->jumps)
		loop_jump(loop, deadline);
	else
		loop->selector->select(loop->selector, deadline, &loop->ready);
}

/* Moves each timer that is due, or will be within CLOCK_RESOLUTION, to the end of the
 * ready list, the first one first. Does not read the clock if there is no timer. */
static void loop_collect_timers(Loop *loop)
{
	Handle *first = timers_first(loop);

	if (first == NULL)
		return;
	double end = loop_time(loop) + CLOCK_RESOLUTION;
	while (first != NULL && first->when <= end) {
		handle_cancel(first);
		handle_append(&loop->ready, first);
		first = timers_first(loop);
	}
}
