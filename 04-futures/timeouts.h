/* timeouts.h - a block of code that may take so long, and no longer: asyncio.timeout.
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

/* It lives in your memory until its exit. Zeroed memory is a timeout that has not been
 * entered; it can be entered once. */
typedef struct Timeout {
	double when;    /* the deadline, by loop_time; INFINITY: none */
	bool entered;   /* it has been entered, and may have been left */
	bool expired;   /* the deadline has passed while the task was inside */
	int cancelling; /* how many cancellation requests the task had at the entry */
	Task *task;     /* the task that is inside; NULL: not yet, or no longer */
	Handle alarm;   /* called at the deadline */
} Timeout;

/* async with asyncio.timeout(seconds): the beginning of the block. After so many seconds
 * the running task is cancelled, if it is still inside. Negative: no limit; 0: the task
 * is cancelled when it waits next. Refuses with -EINVAL: seconds is NaN, the timeout has
 * been entered before, or no task is running. */
MUST_CHECK int timeout_enter(Timeout *timeout, double seconds);

/* The end of the block, on every path: give it the error of the body, or 0. Returns that
 * error; but -ECANCELED becomes -ETIMEDOUT if the timeout has cancelled the task, and no
 * other task has. If the timeout was not entered, has been left, or was entered by
 * another task, a negative error is returned as it is, and any other becomes -EINVAL:
 * the error of the body says more, and is not lost. (taskgroup_exit returns -EINVAL in
 * all of these cases, because it would have to answer for children that are not there.)
 * If it was entered by another task, it is left all the same. */
MUST_CHECK int timeout_exit(Timeout *timeout, int error);

/* timeout.reschedule(when): sets another deadline, by loop_time; INFINITY: none; a time
 * in the past: at once. Refuses with -EINVAL: when is NaN, no task is inside, or the
 * deadline has passed. */
int timeout_reschedule(Timeout *timeout, double when);

/* timeout.expired(): also after its exit. */
bool timeout_expired(const Timeout *timeout);

#endif
