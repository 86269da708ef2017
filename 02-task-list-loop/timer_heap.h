/* timer_heap.h - where timers go that do not come first; the list beside it is in
 * timers.c. */
#ifndef ASYNCIO_TIMER_HEAP_H
#define ASYNCIO_TIMER_HEAP_H

#include "events.h"

/* Adds a timer to the heap of the loop, from where handle_cancel takes it back. Returns
 * false, and changes nothing, if the heap is full and there is no memory for a larger
 * one. */
bool heap_add(Loop *loop, Handle *handle);

/* ==== 2.3.2: timers, in a list ==== */

/* Returns whether timer a is due before timer b. With equal deadlines it is the one that
 * was set first. */
static inline bool timer_is_before(const Handle *a, const Handle *b)
{
	return a->when < b->when || (a->when == b->when && a->order < b->order);
}

#endif
