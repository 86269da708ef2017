/* retry.h - a call that is tried again when it has failed. */
#ifndef RETRY_H
#define RETRY_H

#include "tasks.h"

typedef struct Retry {
	int attempts;   /* how often it is called at most; at least 1 */
	double delay;   /* seconds between the first two attempts; then it doubles */
	double longest; /* the delay never becomes longer than that */
	int calls;      /* how often it has been called; retry sets it */
} Retry;

MUST_CHECK int retry(Retry *retry, CoroutineFn *fn, void *arg, void **result);

#endif
