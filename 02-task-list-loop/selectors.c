/* selectors.c - whatever the selector, it sleeps by the real clock, or by one that
 * jumps. */
#include "selectors.h"
#include "events.h"
#include "machines/clock.h"

#include <stdlib.h>
#include <string.h>

/* It moves by sleeping, and by nothing else. */
static _Thread_local double virtual_now;

static void selector_jump(Selector *selector, double deadline, Links *ready);

/* ==== Step 2.3: later ==== */

double loop_time(Loop *loop)
{
	return loop->selector->jumps ? virtual_now : monotonic_time();
}

void selector_select(Selector *selector, double deadline, Links *ready)
{
	if (selector->jumps)
		selector_jump(selector, deadline, ready);
	else
		selector->select(selector, deadline, ready);
}

/* ==== Step 2.4: a clock that jumps ==== */

bool clock_is_virtual(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	return clock != NULL && strcmp(clock, "virtual") == 0;
}

double *virtual_clock(void)
{
	bool jumps = thread_is_first() || asyncio_get_running_loop() != NULL;

	return jumps && clock_is_virtual() ? &virtual_now : NULL;
}

/* What really happens outside comes first. If nothing has happened, nobody can tell that
 * we did not sleep until the deadline. */
static void selector_jump(Selector *selector, double deadline, Links *ready)
{
	selector->select(selector, deadline < INFINITY ? -INFINITY : INFINITY, ready);
	if (list_empty(ready) && deadline > virtual_now && deadline < INFINITY)
		virtual_now = deadline;
}
