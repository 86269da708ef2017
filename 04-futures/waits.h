/* waits.h - several futures, of which some are enough, or one after the other:
 * asyncio.wait and asyncio.as_completed. Both look at the futures, and cancel none. */
#ifndef WAITS_H
#define WAITS_H

#include "futures.h"

#include <sys/types.h>

enum { FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED };

/* done, pending = await asyncio.wait(futures, timeout, return_when): waits for the
 * first one to be done, to fail, or for all of them, but for no longer than timeout
 * seconds (negative: no limit). Then those that are done stand first in the array,
 * the others after them, both in their old order; returns how many are done.
 * -EINVAL: n is 0, or one of them is another loop's, or the last arguments make no
 * sense; -ENOMEM; -ECANCELED; -EPERM. */
ssize_t asyncio_wait(Future *futures[], size_t n, double timeout, int return_when);

/* for future in asyncio.as_completed(futures, timeout=0.1): AsCompleted it = {
 * .futures = f, .n = n, .timeout = 0.1 }. The fields below the first three are its
 * own. Two tasks may share one. */
typedef struct AsCompleted {
	Future **futures; /* are put in the order in which they are handed out */
	size_t n;
	double timeout; /* seconds from the first next on; 0: no limit */

	struct AsCompletedWatch *watches; /* for each future, once it has begun */
	Loop *loop;
	size_t handed_out, finished, timed_out;
	Handle limit;
	Links waiters;
} AsCompleted;

/* 1: the next one that is done, which is yours to await. 0: there is none left.
 * -ETIMEDOUT: the limit has passed, once for each that is left: they stand at the
 * end of the array. -ECANCELED; -EPERM; -EINVAL: the timeout is NaN, a future
 * another loop's; -ENOMEM. */
int as_completed_next(AsCompleted *it, Future **future);

/* Always safe, and needed if you leave before the end. */
void as_completed_close(AsCompleted *it);

#endif
