/* waiting.h - for tests of asyncio_wait: waits, and traces what is done by then. */
#ifndef WAITING_H
#define WAITING_H

#include "several.h"

/* Traces of each future its value, "failed", or "pending" if it is not done. */
static inline void trace_values(Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *value = NULL;
		int status = future_result(futures[i], &value);
		if (status == -EINPROGRESS)
			trace("pending");
		else
			trace("%s", status < 0 ? "failed" : text(value));
	}
}

/* Waits, and traces how many are done, the time, and the values. */
static inline void trace_wait(Future *futures[], size_t n, double timeout,
                              int return_when)
{
	int done = (int)asyncio_wait(futures, n, timeout, return_when);

	trace("%d of %d @%g:", done, (int)n, loop_time(loop));
	trace_values(futures, n);
}

#endif
