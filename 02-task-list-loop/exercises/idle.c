/* idle.c - calls a function when the loop has nothing else to do.
 *
 * What is not urgent, as writing a log or freeing a cache, should not be in the way of
 * what is ready. libuv and GLib have idle handlers for it; asyncio has none. */
#include "idle.h"

/* Has the loop call idle->fn(idle->arg) once, in a pass in which nothing else is called
 * after it, and nothing else has been scheduled for the next pass. It does not wait for
 * timers whose time has not come. A loop has at most one of these at a time: two would
 * wait for each other. Fails as loop_call_soon does: with -EBUSY, and nothing changes,
 * if this Idle waits already. While fn is called the Idle is the caller's again: fn may
 * free it, or pass it to call_idle once more. (In a run with a trace the handles of the
 * trace stand on the ready list, too, so such a loop is never idle.) */
int call_idle(Loop *loop, Idle *idle)
{
	return 0;
}
