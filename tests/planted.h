/* planted.h - before the sources of a primitive: a lost wake-up to try the search with.
 * Those who wait for what is in planted forget: who was woken, and is then asked to end,
 * hands on nothing. Those who wait for what is in planted_one are woken one at a time. */
#ifndef PLANTED_H
#define PLANTED_H

#include "search.h"
#include "waiters.h"

/* As many requests as the searches make. Where everything is slow one must do, and these
 * faults are found with it. */
enum { PLANTED_REQUESTS = TEST_SCALE > 1 ? 1 : MOST_REQUESTS };

static const char *planted = "", *planted_one = "";
static unsigned planted_point;

static inline bool planted_was_woken(const Waiter *waiter)
{
	return strcmp(waiter->future.kind->what, planted) != 0 &&
	       waiter_was_woken(waiter);
}

static inline bool planted_wake(Links *line)
{
	if (waiters_empty(line))
		return false;
	const Waiter *first = container_of(line->next, Waiter, links);
	if (strcmp(first->future.kind->what, planted_one) != 0)
		return waiters_wake(line);
	if (points == planted_point)
		return false;
	planted_point = points;
	return waiters_wake(line);
}

static inline bool planted_wake_all(Links *line)
{
	bool some = planted_wake(line);

	while (planted_wake(line))
		;
	return some;
}

#define waiter_was_woken(waiter) planted_was_woken(waiter)
#define waiters_wake(line) planted_wake(line)
#define waiters_wake_all(line) planted_wake_all(line)

#endif
