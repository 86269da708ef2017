/* next_timers.c - which timers of a loop come next. */
#include "instruments/next_timers.h"

/* ==== Given: what a trace says of timers ==== */

static bool is_before(const Handle *a, const Handle *b)
{
	return a->when < b->when || (a->when == b->when && a->order < b->order);
}

/* Adds the handle to next, which has the first of i others in order, n at most. */
static void next_insert(Handle *next[], size_t n, size_t i, Handle *handle)
{
	for (i = i < n ? i : n; i > 0 && is_before(handle, next[i - 1]); i--) {
		if (i < n)
			next[i] = next[i - 1];
	}
	if (i < n)
		next[i] = handle;
}

size_t timers_next(const Loop *loop, Handle *next[], size_t n)
{
	const Links *list = &loop->soonest;
	size_t count = 0;

	for (; count < loop->n_timers; count++)
		next_insert(next, n, count, loop->timers[count].handle);
	for (Links *links = list->next; links != list; links = links->next)
		next_insert(next, n, count++, container_of(links, Handle, links));
	return count;
}
