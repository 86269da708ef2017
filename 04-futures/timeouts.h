/* timeouts.h - a piece of code that may take so long and no longer: asyncio.timeout.
 *
 *   Timeout timeout = { 0 };             async with asyncio.timeout(0.5):
 *   int error = timeout_enter(&timeout, 0.5);
 *   if (error == 0)
 *           error = body();                  await body()
 *   error = timeout_exit(&timeout, error);
 *
 * A function that returns int returns 0, or a negative errno. */
#ifndef ASYNCIO_TIMEOUTS_H
#define ASYNCIO_TIMEOUTS_H

#include "tasks.h"

/* In your memory, until its exit. */
typedef struct Timeout {
	double when; /* the deadline, by loop_time; INFINITY: none */
	bool entered, expired; /* once so, for ever so */
	int cancelling;        /* of the task, when it entered */
	Task *task;            /* is inside; NULL: not yet, or no longer */
	Handle alarm;
} Timeout;

/* async with asyncio.timeout(seconds): from then on the running task is cancelled.
 * Negative: no limit; 0: at once, when it waits next. -EINVAL: NaN; it was entered
 * before; no task is running. */
MUST_CHECK int timeout_enter(Timeout *timeout, double seconds);

/* The end of the block, on every path: give it the error of the body, or 0. Returns
 * that, but -ETIMEDOUT if the timeout, and nobody else, cancelled the body. If the
 * timeout was not entered, has been left, or was entered by another task, a negative
 * error is returned as it is, and 0 becomes -EINVAL: the error of the body says more, and
 * is not lost. (taskgroup_exit returns -EINVAL in all of these cases, because it would
 * have to answer for children that are not there.) */
MUST_CHECK int timeout_exit(Timeout *timeout, int error);

/* timeout.reschedule(when): another deadline, by loop_time; INFINITY: none. -EINVAL:
 * it has not been entered, or it has expired; NaN. */
int timeout_reschedule(Timeout *timeout, double when);

/* timeout.expired(): also after its exit. */
bool timeout_expired(const Timeout *timeout);

#endif
