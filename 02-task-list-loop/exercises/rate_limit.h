/* rate_limit.h - so many calls in so many seconds, and not more. */
#ifndef RATE_LIMIT_H
#define RATE_LIMIT_H

#include "events.h"

enum { MOST_CALLS = 32 };

/* Lies in the caller's memory. The caller sets calls (1 to MOST_CALLS) and seconds, and
 * zeroes the rest, which is yours. */
typedef struct RateLimit {
	int calls;
	double seconds;
	double times[MOST_CALLS];
	long made;
} RateLimit;

int rate_limit_call(RateLimit *limit, Loop *loop, Handle *handle);

#endif
