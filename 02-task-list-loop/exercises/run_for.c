/* run_for.c - runs a loop for some seconds, and not longer.
 *
 * A game draws a picture every 20 ms, and gives the rest of that time to its loop. */
#include "run_for.h"

/* Runs the loop for so many seconds, even if nothing is left to do in it, and returns
 * what loop_run_forever returns. If the loop is stopped before, it returns then, and
 * leaves nothing behind: the next run does not end because of this one. Fails as
 * loop_call_later does. */
int run_for(Loop *loop, double seconds)
{
	return 0;
}
