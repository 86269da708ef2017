/* rate_limit.c - no more than so many calls in so many seconds.
 *
 * A server allows you ten requests a second. An eleventh has to wait, but not longer than
 * it must. */
#include "rate_limit.h"

/* Has the loop call the handle as soon as it may be called: in any span of limit->seconds
 * no more than limit->calls handles are called that were given to this limit. They are
 * called in the order in which they were given. Fails as loop_call_at does, and then
 * does not count. */
int rate_limit_call(RateLimit *limit, Loop *loop, Handle *handle)
{
	return 0;
}
