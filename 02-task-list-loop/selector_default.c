/* selector_default.c - a selector that can only sleep. A later chapter has a file of this
 * name, which takes its place. */
#include "events.h"
#include "selectors.h"

/* ==== Step 2.3: later ==== */

static void sleep_select(Selector *selector, double deadline, Links *ready)
{
	if (deadline > -INFINITY)
		monotonic_sleep(deadline - monotonic_time());
}

/* It remembers nothing, so one will do for all. */
int selector_default(Loop *loop)
{
	static Selector sleeper = { sleep_select, NULL, NULL };

	loop->selector = &sleeper;
	return 0;
}
