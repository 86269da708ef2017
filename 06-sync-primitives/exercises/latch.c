/* latch.c - waits until so many things have happened.
 *
 * A server serves when its three parts are ready; a test ends when ten tasks have ended.
 * Each of them counts the latch down by 1, and other tasks wait until it is at zero. */
#include "latch.h"

/* Waits until the count is zero. Returns 0 at once if it is zero already; otherwise 0
 * when it has become zero, or the error with which the wait has failed. */
int latch_wait(Latch *latch)
{
	return 0;
}

/* Takes 1 from the count. If the count becomes zero, wakes all tasks that wait. Returns
 * 0, or -ERANGE if the count was zero already; then it changes nothing. */
int latch_count_down(Latch *latch)
{
	return 0;
}
