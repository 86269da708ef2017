/* map_limited.c - applies a function to many things, and to no more than some at a time.
 *
 * A thousand pages are to be fetched. With a gather of a thousand tasks the server sees a
 * thousand connections; one after the other they take all night. Ten at a time is what
 * both sides want. */
#include "map_limited.h"

#include <errno.h>

/* Calls fn(args[i], &results[i]) for each i below n, in the order of i, in tasks of its
 * own, but never in more than limit tasks at once, and in as many as that as long as
 * there is enough to do. The limit may be greater than n, and even SIZE_MAX, which means
 * no limit; tasks that would have nothing to do are not made. Stores NULL in results[i]
 * before the call. If a call is never begun, its results[i] stays as it was.
 *
 * Returns when all calls have returned: 0; or the first error of a call. After an error
 * nothing more is begun, not even when another call returns in the same pass, and what
 * has been begun is cancelled, and awaited. The same is done if the running task is
 * cancelled. Then -ECANCELED is returned, unless a call has failed with another error,
 * which is returned instead. -EINVAL: limit is 0, even if n is 0, too.
 *
 * A call that is cancelled may take time to end, and may return 0 all the same, or an
 * error of its own. No call returns -ECANCELED without having been cancelled. */
int map_limited(CoroutineFn *fn, void *args[], void *results[], size_t n, size_t limit)
{
	return 0;
}
