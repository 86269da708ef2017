/* timers.c - something to call later. The timers of a loop lie in two places. One is the
 * list loop->soonest, which is in order. It is linked through the handles, so it needs
 * no memory. The other one is the heap, see timer_heap.c. */
#include "instruments/trace_loop.h"
#include "timer_heap.h"

#include <errno.h>

/* ==== 2.3.2: timers, in a list ==== */

/* Adds the handle to the list, in order. The search begins at the end, and takes the
 * longer the more handles come after this one. */
static void soonest_add(Loop *loop, Handle *handle)
{
	Links *list = &loop->soonest, *next = list;

	while (next->prev != list &&
	       timer_is_before(handle, container_of(next->prev, Handle, links)))
		next = next->prev;
	handle_append(next, handle);
}

/* A timer that comes before all others goes to the front of the list, and any other one
 * into the heap. If the heap has no room, the timer goes to where it belongs on the
 * list. */
void timers_add(Loop *loop, Handle *handle)
{
	Handle *first = timers_first(loop);

	if (first == NULL || timer_is_before(handle, first))
		handle_append(loop->soonest.next, handle);
	else if (!heap_add(loop, handle))
		soonest_add(loop, handle);
}

/* The first one of the list, or the first one of the heap (which has n_timers entries,
 * and its first one at loop->timers[0]): whichever is due before the other. */
Handle *timers_first(const Loop *loop)
{
	Handle *in_heap = loop->n_timers > 0 ? loop->timers[0].handle : NULL;

	if (list_empty(&loop->soonest))
		return in_heap;
	Handle *on_list = container_of(loop->soonest.next, Handle, links);
	return in_heap == NULL || timer_is_before(on_list, in_heap) ? on_list : in_heap;
}

/* Refuses with -ESHUTDOWN if the loop is closed, with -EINVAL if when is not a number,
 * and with -EBUSY if the handle is somewhere. Otherwise sets the deadline, and the
 * order, which is the number of timers that the loop has had before, adds the handle to
 * the timers, and gives it to trace_timer. */
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

/* Sets a timer so many seconds from now. A closed loop has no time, and refuses. */
int loop_call_later(Loop *loop, double delay, Handle *handle)
{
	return loop_call_at(loop, loop->closed ? 0 : loop_time(loop) + delay, handle);
}
