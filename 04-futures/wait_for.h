/* wait_for.h - a wait for one future, with a limit of time: asyncio.wait_for. */
#ifndef ASYNCIO_WAIT_FOR_H
#define ASYNCIO_WAIT_FOR_H

#include "futures.h"

/* value = await asyncio.wait_for(future, seconds): waits until the future is done, and
 * returns its status. When the time is up the future is cancelled, the wait goes on
 * until it has ended, and then returns -ETIMEDOUT; but if the future ends with a value
 * or with another error all the same, the wait returns that. Negative: no limit; 0: a
 * future that is not done is cancelled at once. Where no value came, NULL is stored in
 * value, which may be NULL.
 *
 * Takes the future, as await does. If the task that waits is cancelled, so is the
 * future, and the wait goes on until that has ended. But if seconds is 0, the future has
 * been cancelled already: then the wait returns -ECANCELED at once, the reference is
 * given back, and the future ends by itself.
 *
 * Refused, the future is still yours: -EINVAL, seconds is NaN, or the future belongs to
 * another loop; -EDEADLK, it is the running task; -EPERM, no task is running. */
MUST_CHECK int asyncio_wait_for(Future *future, double seconds, void **value);

#endif
