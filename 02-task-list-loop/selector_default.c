/* selector_default.c - a selector that can only sleep. A later chapter has a file of
 * this name, which takes its place. */
#include "events.h"
#include "selectors.h"

/* ==== 2.3.1: a clock, and a sleep ==== */

/* Sleeps from now until the deadline, or not at all if that is -INFINITY. Nothing can
 * happen outside: nothing is added to the ready list. */
static void sleep_select(Selector *selector, double deadline, Links *ready)
{
	if (deadline > -INFINITY)
		monotonic_sleep(deadline - monotonic_time());
}

/* A sleeper remembers nothing, so one will do for all loops: it has sleep_select, cannot
 * be woken, and has nothing to close. */
int selector_default(Loop *loop)
{
	static Selector sleeper = { sleep_select, NULL, NULL };

	loop->selector = &sleeper;
	return 0;
}
