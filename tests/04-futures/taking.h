/* taking.h - for tests of as_completed: takes from an iterator, and traces what came. */
#ifndef TAKING_H
#define TAKING_H

#include "several.h"

/* Takes the next future and awaits it. Traces its value, or its error; or why there was
 * none. Returns what as_completed_next has returned. */
static inline int step(AsCompleted *it)
{
	Future *future = NULL;
	void *value = NULL;
	int status = as_completed_next(it, &future);

	if (status == 1) {
		int error = await(future, &value);
		trace("%s", error == 0 ? text(value) : error == -EIO ? "EIO" : "failed");
	} else {
		trace(status == -ETIMEDOUT   ? "late"
		      : status == -ECANCELED ? "cancelled"
		      : status == 0          ? "end"
		                             : "refused");
	}
	return status;
}

/* Takes until the iterator ends or fails. That the time is up does not end it. */
static inline void all_steps(AsCompleted *it)
{
	int status;

	do
		status = step(it);
	while (status == 1 || status == -ETIMEDOUT);
}

#endif
