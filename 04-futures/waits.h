/* waits.h - several futures, of which some are enough, or one after the other:
 * asyncio.wait and asyncio.as_completed. Both look at the futures, and cancel none. */
#ifndef ASYNCIO_WAITS_H
#define ASYNCIO_WAITS_H

#include "futures.h"

#include <sys/types.h>

enum { FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED };

/* done, pending = await asyncio.wait(futures, timeout, return_when): waits until the
 * first is done, or has failed (to be cancelled is not to fail), or until all are
 * done; but for no longer than timeout seconds, which is no error (negative: no
 * limit; 0: those that are done already). Then those that are done stand first in
 * the array, the others after them, both in their old order; returns how many are
 * done. A future that is given twice keeps both places, and both count. -EINVAL: n
 * is 0, one of them is another loop's, or the last arguments make no sense; -EPERM;
 * -ECANCELED: none of them is cancelled by that; -ENOMEM. */
MUST_CHECK ssize_t asyncio_wait(Future *futures[], size_t n, double timeout,
                                int return_when);

/* for future in asyncio.as_completed(futures, timeout=0.1): AsCompleted it = {
 * .futures = f, .n = n, .timeout = 0.1 }. The fields below the first three are its
 * own. Tasks may share one. */
typedef struct AsCompleted {
	Future **futures; /* change places: those that were handed out stand first */
	size_t n;
	double timeout; /* seconds from the first next on; 0 or less: no limit */

	struct AsCompletedRun *run; /* from the first next on, until it is over */
	bool over;
} AsCompleted;

/* 1: the next one that is done, which is yours to await: your reference to it is
 * yours still. future may be NULL, if you only count. Each comes once, even if it is
 * given twice. 0: there is none left.
 * -ETIMEDOUT: the limit has passed, once for each that is left: they stand at the
 * end of the array. -ECANCELED: nothing is lost by that; -EPERM; -EINVAL: the
 * timeout is NaN, a future another loop's; -ENOMEM. */
MUST_CHECK int as_completed_next(AsCompleted *it, Future **future);

/* Always safe, and needed if you leave before the end, with 0 or the last step: a
 * next that waits, and every later one, returns 0. */
void as_completed_close(AsCompleted *it);

#endif
