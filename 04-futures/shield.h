/* shield.h - a future that mirrors another one: asyncio.shield. */
#ifndef ASYNCIO_SHIELD_H
#define ASYNCIO_SHIELD_H

#include "futures.h"

/* asyncio.shield(inner): returns a new future that ends as inner does, with its value or
 * its error. Cancelling the shield does not cancel inner; if inner is cancelled, so is
 * the shield. Borrows inner: await it, or give it back. An inner
 * that is done is returned itself, with one reference more, and NULL for NULL. Refused,
 * the shield has failed: -ESHUTDOWN, the loop is closed. NULL: no memory. */
Future *asyncio_shield(Future *inner);

/* Where it was made, for debug mode: see instruments/made.h. */
#define asyncio_shield(...) made_here(asyncio_shield(__VA_ARGS__), __FILE__, __LINE__)

#endif
