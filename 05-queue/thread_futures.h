/* thread_futures.h - what a ThreadFuture is, for the two files about it. */
#ifndef ASYNCIO_THREAD_FUTURES_H
#define ASYNCIO_THREAD_FUTURES_H

#include "threads_private.h"

struct ThreadFuture {
	/* These do not change. */
	CoroutineFn *fn;
	void *arg;
	Inbox *inbox; /* of the loop; there as long as this is pending */
	/* Of the loop's thread. */
	Task *task; /* NULL: it has not begun */
	Handle start, cancel, done;
	/* With the lock. */
	Links links;   /* in inbox->futures, until the loop has no more to do with it */
	unsigned refs; /* the maker's, the loop's, and one for each thread that waits */
	bool pending;
	int status; /* when it is no longer pending */
	void *value;
	int blocked;            /* step 5.5: calls of this very loop that wait for it */
	pthread_cond_t changed; /* signalled when it is no longer pending */
};

#endif
