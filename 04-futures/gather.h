/* gather.h - several futures, awaited as one: asyncio.gather. */
#ifndef ASYNCIO_GATHER_H
#define ASYNCIO_GATHER_H

#include "futures.h"

/* results = await asyncio.gather(a, b, c): a future, yours, that is done when all n
 * are, or, without errors, when the first of them fails, with its error (the others
 * run on). Then results[i] is the value of futures[i], NULL if it has none. With
 * errors, which is return_exceptions=True, errors[i] is its error or 0. Both must
 * live until then, and are written only if all went well; results may be NULL. The value
 * of the gather itself is results. Takes the futures, copies the array. To cancel it is
 * to cancel them all. Without errors it is then done when the first of them has ended
 * with -ECANCELED, while the others may still be cleaning up; with errors it is done when
 * all of them have ended. Refused, it has failed: -ESHUTDOWN, their loop is closed, or
 * else -EINVAL, futures of two loops. A NULL among them counts as a future that has
 * failed with -ENOMEM. NULL: no memory, or no loop is running. */
Future *asyncio_gatherv(Future *futures[], size_t n, void *results[], int errors[]);

/* asyncio_gather(results, a, b, c). */
#define asyncio_gather(results, ...)                                                     \
	asyncio_gatherv((Future *[]){ __VA_ARGS__ },                                     \
	                sizeof((Future *[]){ __VA_ARGS__ }) / sizeof(Future *), results, \
	                NULL)

/* Where it was made, for debug mode: see instruments/made.h. */
#define asyncio_gatherv(...) made_here(asyncio_gatherv(__VA_ARGS__), __FILE__, __LINE__)

#endif
