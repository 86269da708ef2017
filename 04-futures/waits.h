/* waits.h - several futures, of which some are enough, or each as it is done:
 * asyncio.wait and asyncio.as_completed. Both borrow the futures: they take no
 * reference, and cancel none. */
#ifndef ASYNCIO_WAITS_H
#define ASYNCIO_WAITS_H

#include "futures.h"

#include <sys/types.h>

enum { FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED };

/* done, pending = await asyncio.wait(futures, timeout, return_when): waits until all n
 * futures are done (ALL_COMPLETED), or the first is done (FIRST_COMPLETED), or the first
 * has failed (FIRST_EXCEPTION; to be cancelled is not to fail); but no longer than
 * timeout seconds, which is no error (negative: no limit; 0: it looks once, after a
 * pass). Then it sorts the array: the futures that are done come first, the others after
 * them, both in their old order. Returns how many are done.
 *
 * Borrows the futures, and cancels none of them, even if the task that waits is
 * cancelled. A future that is given twice keeps both places, and both count. Fails with
 * -EINVAL: n is 0, the timeout is NaN, return_when is none of the three, or a future
 * belongs to another loop; -EPERM, no task is running; -ENOMEM, which cannot happen if n
 * is 1; -ECANCELED. The array stays as it is then. */
MUST_CHECK ssize_t asyncio_wait(Future *futures[], size_t n, double timeout,
                                int return_when);

/* for future in asyncio.as_completed(futures, timeout=0.1):
 *   AsCompleted it = { .futures = f, .n = n, .timeout = 0.1 };
 * It lives in your memory; the fields below the first three are its own. Several tasks
 * may take from one iterator. */
typedef struct AsCompleted {
	Future **futures; /* sorted: those that were handed out come first */
	size_t n;
	double timeout; /* seconds from the first next on; 0 or negative: no limit */

	struct AsCompletedRun *run; /* from the first next on, until it is over */
	bool over;                  /* every next returns 0 */
} AsCompleted;

/* Waits for the next of the futures to be done. Returns 1 and that future, which is
 * yours to await: you have the same reference to it as before. Each future comes once,
 * even if it is given twice; a NULL comes as NULL. future may be NULL, if you only
 * count. Returns 0 when none is left; then, and with every error, NULL is stored.
 *
 * -ETIMEDOUT: the limit has passed; that is one step for each future that is left, and
 * then comes 0. These futures stand at the end of the array. -ECANCELED: nothing is lost
 * by that, the next call continues; -EPERM: no task is running, and this is the first
 * call or would have to wait; -EINVAL: the timeout is NaN, or a future belongs to
 * another loop; -ENOMEM. */
MUST_CHECK int as_completed_next(AsCompleted *it, Future **future);

/* Ends the iteration: a task that waits in a next, and every later next, gets 0. Needed
 * if you leave before the end, that is, before a next has returned 0 or taken the last
 * step; safe at any time. */
void as_completed_close(AsCompleted *it);

#endif
