/* virtual_clock.c - a clock that jumps. */
#include "events.h"
#include "machines/first_thread.h"
#include "selectors.h"
#include "virtual_clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local double now;
static _Thread_local bool runs_loop;

/* ==== 2.4.1: a clock that jumps ==== */

/* Looks for ASYNCIO_CLOCK in the environment: "virtual" asks for it. */
bool clock_is_virtual(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	return clock != NULL && strcmp(clock, "virtual") == 0;
}

/* The first thread goes by the virtual clock, if there is one, and so does a thread that
 * runs a loop. */
bool thread_is_virtual(void)
{
	return clock_is_virtual() && (runs_loop || thread_is_first());
}

void thread_runs_loop(bool runs)
{
	runs_loop = runs;
}

double *virtual_clock(void)
{
	return &now;
}

/* What really happens outside comes first: the selector looks, without sleeping; but if
 * no timer will come (the deadline is INFINITY), there is nothing to jump to, and it
 * sleeps for as long as it takes. If then nothing is ready, the clock jumps to the
 * deadline, unless that has passed (a loop that must not sleep has -INFINITY). */
void loop_jump(Loop *loop, double deadline)
{
	double *now = virtual_clock(), real = deadline < INFINITY ? -INFINITY : INFINITY;

	loop->selector->select(loop->selector, real, &loop->ready);
	if (list_empty(&loop->ready) && deadline > *now && deadline < INFINITY)
		*now = deadline;
}

/* ==== Given: a value that means nothing ==== */

/* Called before main: so it is said once. */
__attribute__((constructor)) static void clock_look(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	if (clock != NULL && *clock != '\0' && strcmp(clock, "virtual") != 0 &&
	    strcmp(clock, "real") != 0)
		fprintf(stderr,
		        "ASYNCIO_CLOCK is virtual or real, not '%s': it is ignored\n",
		        clock);
}
