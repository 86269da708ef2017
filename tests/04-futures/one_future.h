/* one_future.h - a loop, and a future of it. */
#ifndef ONE_FUTURE_H
#define ONE_FUTURE_H

#include "futures.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;

/* The first line of a test. */
static inline Future *begin(void)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Future *future = loop_create_future(loop);
	assert_non_null(future);
	return future;
}

/* The last one: gives the reference back. */
static inline void end(Future *future)
{
	future_unref(future);
	loop_free(loop);
}

#endif
