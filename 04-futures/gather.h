/* gather.h - several futures, awaited as one: asyncio.gather. */
#ifndef ASYNCIO_GATHER_H
#define ASYNCIO_GATHER_H

#include "futures.h"

/* results = await asyncio.gather(a, b, c): returns a new future, the gather, which is
 * done when all n futures are done. Then results[i] is the value of futures[i], or NULL
 * if it has none. Without errors, the first future that fails completes the gather with
 * its error, and the others run on. With errors, which is return_exceptions=True, the
 * gather waits for all of them and succeeds, and errors[i] is the error of futures[i],
 * or 0.
 *
 * Takes the futures, and copies the array of them. results, which may be NULL, and
 * errors must live until the gather is done; they are written only if it succeeds. The
 * value of the gather itself is results. A NULL among the futures counts as one that has
 * failed with -ENOMEM. future_set_result and future_set_error refuse a gather with
 * -EINVAL.
 *
 * Cancelling the gather cancels all futures that are not done. The gather is done, then,
 * as always: without errors when the first of them has ended with -ECANCELED, while
 * others may still be cleaning up; with errors when all have ended. If none of them ends
 * with -ECANCELED, the gather does so nevertheless.
 *
 * Refused, the gather has failed: -ESHUTDOWN, their loop is closed; or else -EINVAL,
 * they belong to two loops. NULL: no memory, or there are no futures and no loop is
 * running. */
Future *asyncio_gatherv(Future *futures[], size_t n, void *results[], int errors[]);

/* asyncio_gather(results, a, b, c). */
#define asyncio_gather(results, ...)                                                     \
	asyncio_gatherv((Future *[]){ __VA_ARGS__ },                                     \
	                sizeof((Future *[]){ __VA_ARGS__ }) / sizeof(Future *), results, \
	                NULL)

/* Where it was made, for debug mode: see instruments/made.h. */
#define asyncio_gatherv(...) made_here(asyncio_gatherv(__VA_ARGS__), __FILE__, __LINE__)

#endif
