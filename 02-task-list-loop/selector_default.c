/* selector_default.c - a selector that can only sleep. A later chapter has a file of this
 * name, which takes its place. */
#include "machines/clock.h"
#include "selectors.h"

#include <math.h>

/* ==== Step 2.3: later ==== */

static void sleep_select(Selector *selector, double deadline, Links *ready)
{
	if (deadline > -INFINITY)
		monotonic_sleep(deadline - monotonic_time());
}

/* It remembers nothing but its clock, so one for each thread will do. */
int selector_default(Selector **selector)
{
	static _Thread_local Selector sleeper;

	sleeper.select = sleep_select;
	*selector = &sleeper;
	return 0;
}
