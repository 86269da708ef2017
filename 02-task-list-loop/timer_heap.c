/* timer_heap.c - the timers of a loop that do not come first lie in a heap: an array in
 * which no entry comes before its parent, so that the entry at 0 comes before all
 * others. The parent of the entry at i is at (i - 1) / 4, and its children are the four
 * from 4 i + 1 on. A handle knows its place in the array, so it can be taken out of the
 * middle. */
#include "timer_heap.h"

#include <stdlib.h>

enum { LEAST_ROOM = 64 };

/* ==== 2.3.3: timers, in a heap ==== */

/* Returns for two entries what timer_is_before (timer_heap.h) returns for two timers.
 * The handles, which lie far apart in memory, are only read if the deadlines are
 * equal. */
static bool comes_before(TimerEntry a, TimerEntry b)
{
	if (a.when != b.when)
		return a.when < b.when;
	return timer_is_before(a.handle, b.handle);
}

/* Stores the entry at i, and its new place in its handle. */
static void heap_put(Loop *loop, size_t i, TimerEntry entry)
{
	loop->timers[i] = entry;
	entry.handle->place = i;
}

/* Stores the entry at i, which is free, or further up: as long as the entry comes before
 * the parent of the free place, the parent moves down into it. */
static void heap_rise(Loop *loop, size_t i, TimerEntry entry)
{
	while (i > 0 && comes_before(entry, loop->timers[(i - 1) / 4])) {
		heap_put(loop, i, loop->timers[(i - 1) / 4]);
		i = (i - 1) / 4;
	}
	heap_put(loop, i, entry);
}

/* Returns the place of the child of i that comes first. If i has no children, that is
 * n_timers or more. */
static size_t heap_first_child(const Loop *loop, size_t i)
{
	size_t first = 4 * i + 1, end = first + 4;

	if (end > loop->n_timers)
		end = loop->n_timers;
	for (size_t child = first + 1; child < end; child++) {
		if (comes_before(loop->timers[child], loop->timers[first]))
			first = child;
	}
	return first;
}

/* Stores the entry at i, which is free, or further down: as long as the first child of
 * the free place comes before the entry, that child moves up into it. */
static void heap_sink(Loop *loop, size_t i, TimerEntry entry)
{
	size_t child = heap_first_child(loop, i);

	while (child < loop->n_timers && comes_before(loop->timers[child], entry)) {
		heap_put(loop, i, loop->timers[child]);
		i = child;
		child = heap_first_child(loop, i);
	}
	heap_put(loop, i, entry);
}

/* Gives the array room for so many entries. Returns false, and changes nothing, if there
 * is no memory. */
static bool heap_resize(Loop *loop, size_t room)
{
	TimerEntry *timers = realloc(loop->timers, room * sizeof *timers);

	if (timers == NULL)
		return false;
	loop->timers = timers;
	loop->timers_room = room;
	return true;
}

/* Returns whether there is room for one more entry. A full array is made twice as large;
 * the first one has LEAST_ROOM. */
static bool heap_has_room(Loop *loop)
{
	size_t room = loop->timers_room;

	return loop->n_timers < room ||
	       heap_resize(loop, room == 0 ? LEAST_ROOM : 2 * room);
}

/* Takes a handle out of the heap: the last entry takes its place, and rises or sinks
 * from there. If less than a quarter of the array is used then, the array is made half
 * as large, but never smaller than LEAST_ROOM. This is how a handle in the heap
 * leaves. */
static void heap_leave(Handle *handle)
{
	Loop *loop = handle->loop;
	size_t i = handle->place;
	TimerEntry last = loop->timers[--loop->n_timers];

	if (last.handle != handle) {
		if (i > 0 && comes_before(last, loop->timers[(i - 1) / 4]))
			heap_rise(loop, i, last);
		else
			heap_sink(loop, i, last);
	}
	if (loop->timers_room > LEAST_ROOM && loop->n_timers < loop->timers_room / 4)
		heap_resize(loop, loop->timers_room / 2);
}

/* Gives the handle the loop and heap_leave, by which it leaves the heap, and adds it
 * behind the last entry, from where it rises. Returns false, and leaves the handle as it
 * is, if there is no room. */
bool heap_add(Loop *loop, Handle *handle)
{
	if (!heap_has_room(loop))
		return false;
	handle->loop = loop;
	handle->leave = heap_leave;
	heap_rise(loop, loop->n_timers++, (TimerEntry){ handle->when, handle });
	return true;
}

/* Frees the array. Then the heap has no room again, and the loop can go on. */
void timers_free(Loop *loop)
{
	free(loop->timers);
	loop->timers = NULL;
	loop->timers_room = 0;
}
