/* latch.c - an event, and a number that decides when it is set. The count never grows,
 * so a woken task need not look at it again: what was true when the event was set is
 * still true when the task runs. That is what makes a latch so much easier than a
 * barrier. */
#include "latch.h"

#include <errno.h>

int latch_wait(Latch *latch)
{
	return latch->count == 0 ? 0 : event_wait(&latch->zero);
}

int latch_count_down(Latch *latch)
{
	if (latch->count == 0)
		return -ERANGE;
	latch->count--;
	if (latch->count == 0)
		event_set(&latch->zero);
	return 0;
}
