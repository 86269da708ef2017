/* rate_limit.c - the last so many times are all that has to be known. The next call may
 * be made when the one that came so many calls before is limit->seconds ago, and that is
 * a deadline, which a timer can wait for. So there is no queue of our own: the loop's
 * timers are the queue, and timers of one deadline keep their order.
 *
 * The other way is a token bucket: a count that grows by calls / seconds, up to calls.
 * It needs two numbers instead of so many times, but it allows up to twice as many calls
 * in one span: a full bucket at its end, and what has grown since. */
#include "rate_limit.h"

int rate_limit_call(RateLimit *limit, Loop *loop, Handle *handle)
{
	double *oldest = &limit->times[limit->made % limit->calls];
	double when = loop_time(loop);

	if (limit->made >= limit->calls && when < *oldest + limit->seconds)
		when = *oldest + limit->seconds;
	int error = loop_call_at(loop, when, handle);
	if (error < 0)
		return error;
	*oldest = when;
	limit->made++;
	return 0;
}
