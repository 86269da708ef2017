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

_Thread_local Loop *loop_running;

/* What the next steps add to a pass. */
static void loop_sleep(Loop *loop);
static void loop_collect_timers(Loop *loop);
static void loop_jump(Loop *loop, double deadline);

/* ==== Step 2.2: handles, and a pass over what is ready ==== */

void handle_leave(Handle *handle)
{
	list_remove(&handle->links);
}

void handle_cancel(Handle *handle)
{
	if (handle->leave != NULL)
		handle->leave(handle);
	handle->leave = NULL;
}

/* Takes the first one off a list and calls it. From then on it is its owner's: it may be
 * scheduled again by what it calls, or freed. */
static void handle_run_first(Links *list)
{
	Handle *handle = container_of(list->next, Handle, links);

	list_remove(&handle->links);
	handle->leave = NULL;
	handle->fn(handle->arg);
}

/* Its deadline, if it had one, is gone. */
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

/* One pass. It runs exactly what was ready when it began: what that schedules comes after
 * the end, of which trace_pass is told, or nobody else would ever get a turn. */
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

/* When the first timer is due; INFINITY: there is none, or none that ever will be. */
static double loop_deadline(const Loop *loop)
{
	Handle *first = timers_first(loop);

	return first != NULL ? first->when : INFINITY;
}

/* Is there anything that could still happen? A pass is owed to a stop; handles are
 * ready; a timer will come, which one at INFINITY will not; or something outside can
 * wake us. */
static bool loop_is_alive(const Loop *loop)
{
	Selector *selector = loop->selector;

	return loop->stopping || !list_empty(&loop->ready) ||
	       loop_deadline(loop) < INFINITY ||
	       (selector != NULL && selector->can_wake != NULL &&
	        selector->can_wake(selector));
}

/* A stop counts for this run only. When nothing can happen any more and somebody waits
 * nevertheless, that is a deadlock. */
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
	if (loop->explain != NULL)
		loop->explain(loop);
	return -EDEADLK;
}

void loop_stop(Loop *loop)
{
	loop->stopping = true;
}

Loop *asyncio_get_running_loop(void)
{
	return loop_running;
}

/* Without a selector, which step 2.3 brings, a loop neither sleeps nor knows the time.
 * When the selector cannot be made, its reason is the loop's. Tells trace_loop_is_new. */
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

/* Those who own something hear of it first; what they schedule now is refused. */
int loop_close(Loop *loop)
{
	if (loop->runs)
		return -EBUSY;
	if (loop->being_closed || (loop->closed && !loop->inherited))
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
	loop->being_closed = loop->inherited = false;
	return 0;
}

void loop_free(Loop *loop)
{
	if (loop != NULL && !loop->being_closed && loop_close(loop) == 0)
		free(loop);
}

/* ==== Step 2.3: later ==== */

double loop_time(Loop *loop)
{
	return loop->jumps ? *virtual_clock() : monotonic_time();
}

/* For timers of one deadline: the order in which they are set. Tells trace_timer. */
int loop_call_at(Loop *loop, double when, Handle *handle)
{
	if (loop->closed)
		return -ESHUTDOWN;
	if (isnan(when))
		return -EINVAL;
	if (handle->leave != NULL)
		return -EBUSY;
	handle->when = when;
	handle->order = loop->order++;
	timers_add(loop, handle);
	trace_timer(loop, handle);
	return 0;
}

int loop_call_later(Loop *loop, double delay, Handle *handle)
{
	return loop_call_at(loop, loop->closed ? 0 : loop_time(loop) + delay, handle);
}

/* Not at all, while there is something to do. */
static void loop_sleep(Loop *loop)
{
	bool sleeps = !loop->stopping && list_empty(&loop->ready);
	double deadline = sleeps ? loop_deadline(loop) : -INFINITY;

	if (loop->jumps)
		loop_jump(loop, deadline);
	else
		loop->selector->select(loop->selector, deadline, &loop->ready);
}

/* Those that are due go behind what is ready, the earliest first. */
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

/* ==== Step 2.4: a clock that jumps ==== */

/* What really happens outside comes first. If nothing has happened, nobody can tell that
 * we did not sleep until the deadline. */
static void loop_jump(Loop *loop, double deadline)
{
	double *now = virtual_clock(), real = deadline < INFINITY ? -INFINITY : INFINITY;

	loop->selector->select(loop->selector, real, &loop->ready);
	if (list_empty(&loop->ready) && deadline > *now && deadline < INFINITY)
		*now = deadline;
}
