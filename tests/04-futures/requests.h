/* requests.h - for tests of requests that meet a value, or are taken back. */
#ifndef REQUESTS_H
#define REQUESTS_H

#include "core.h"

/* Waits for a future. Traces the status, the value, and how many requests are left. */
static inline int tells(void *future, void **result)
{
	void *value = NULL;
	int status = waits_for(future, &value);

	trace("%s:%s:%d", why(status), value == NULL ? "" : (char *)value,
	      task_cancelling(asyncio_current_task()));
	return status;
}

#endif
