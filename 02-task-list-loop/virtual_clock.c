/* virtual_clock.c - a clock that jumps. */
#include "virtual_clock.h"
#include "machines/first_thread.h"

#include <stdlib.h>
#include <string.h>

static _Thread_local double now;
static _Thread_local bool runs_loop;

/* ==== Step 2.4: a clock that jumps ==== */

bool clock_is_virtual(void)
{
	const char *clock = getenv("ASYNCIO_CLOCK");

	return clock != NULL && strcmp(clock, "virtual") == 0;
}

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
