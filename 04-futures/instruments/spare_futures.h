/* spare_futures.h - memory for futures: what was given back is used again, since malloc
 * and free would be a third of what a future costs. For sanitizers, which want to see the
 * use of one that is gone, it is malloc and free. */
#ifndef ASYNCIO_SPARE_FUTURES_H
#define ASYNCIO_SPARE_FUTURES_H

#include "futures.h"
#include "instruments/sanitizers.h"

#include <stdlib.h>

/* This thread's spare futures: a list, in which the value of each one is the next. */
typedef struct SpareFutures {
	Future *first;
	unsigned room; /* for so many more */
} SpareFutures;

extern _Thread_local SpareFutures spare_futures;

/* Called when there is no room for the future: frees it. The first time it looks whether
 * there is to be room, and keeps the future then. */
void spare_futures_full(Future *future);

/* ==== Given: a part of malloc ==== */

/* For loop_create_future: NULL, no memory. */
static inline Future *spare_futures_take(void)
{
	Future *future = spare_futures.first;

	if (future == NULL)
		return malloc(sizeof *future);
	spare_futures.first = future->value;
	spare_futures.room++;
	return future;
}

static inline void spare_futures_give(Future *future)
{
	if (spare_futures.room == 0) {
		spare_futures_full(future);
		return;
	}
	spare_futures.room--;
	future->value = spare_futures.first;
	spare_futures.first = future;
}

#endif
