/* as_completed_private.h - what as_completed.c and as_completed_shared.c have in
 * common. */
#ifndef ASYNCIO_AS_COMPLETED_PRIVATE_H
#define ASYNCIO_AS_COMPLETED_PRIVATE_H

#include "tasks.h"

/* One of the futures, and its handle, which changes lists: it waits among the callbacks
 * of the future, then in run->done, and is nowhere when the future has been handed
 * out. */
typedef struct Watch {
	Handle done;
	Future *future;
	struct AsCompletedRun *run;
	bool repeated; /* the future is watched by an earlier watch */
	size_t went;   /* once this slot of the array holds a future that was handed out:
	                  the slot to which the future went that had been here */
} Watch;

/* One run of the iterator, from the first next to the last step. A step is what one call
 * of next returns. The run has memory of its own, so a caller that forgets to close the
 * iterator leaks this, and nothing worse. It has a reference for its iterator, and one
 * for each next that is in it. */
typedef struct AsCompletedRun {
	Future news; /* first: its references are the run's. It is always pending: its
	                callbacks are the wait queue of the tasks that wait in a next */
	Handle limit;
	bool late;    /* the time limit has passed */
	Links done;   /* the handles of futures that are done and not handed out */
	size_t left;  /* steps that are still to come */
	size_t taken; /* futures that were handed out: they stand first in the array */
	size_t n;
	Watch watches[];
} AsCompletedRun;

/* as_completed_shared.c, rung 4.3.7. Until it is written they do nothing, and the second
 * one returns false. watch_is_done is what the handles of watches call. */
void as_completed_find_repeated(AsCompletedRun *run, void (*watch_is_done)(void *watch));
bool as_completed_wake_first(AsCompletedRun *run);

#endif
