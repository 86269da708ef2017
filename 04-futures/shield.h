/* shield.h - a future that mirrors another one: to cancel the shield does not cancel the
 * future behind it. And a wait for a future that is cancelled when its time is up. */
#ifndef ASYNCIO_SHIELD_H
#define ASYNCIO_SHIELD_H

#include "futures.h"

/* asyncio.shield(inner): a future, yours, with the outcome of inner. To cancel it
 * does not cancel inner. Looks at inner, which stays yours: await it, or let it go.
 * Refused, it has failed: -ESHUTDOWN, the loop is closed. NULL: no memory. */
Future *asyncio_shield(Future *inner);

/* value = await asyncio.wait_for(future, seconds): -ETIMEDOUT: it was not done in
 * time; it was cancelled, and has ended. Negative: no limit; 0: at once. Takes the
 * future, as await does; if the task that waits is cancelled while the future is still
 * ending, the reference is dropped and the future ends by itself. -EINVAL: NaN. */
MUST_CHECK int asyncio_wait_for(Future *future, double seconds, void **value);

/* Where it was made, for debug mode: see instruments/made.h. */
#define asyncio_shield(...) made_here(asyncio_shield(__VA_ARGS__), __FILE__, __LINE__)

#endif
