/* chains.h - for tests of chains of tasks that main has left over. */
#ifndef CHAINS_H
#define CHAINS_H

#include "core.h"

static inline int link_of_chain(void *next, void **result)
{
	return next == NULL ? asyncio_sleep(3600) : await(next, result);
}

/* Makes n tasks of which each awaits the one before it; the first one sleeps for an hour.
 * Names the first two, detaches the last one, and returns after a second. */
static inline int leaves_a_chain(void *n, void **result)
{
	Task *head = NULL;

	for (int i = 0; i < *(int *)n; i++) {
		head = asyncio_create_task(link_of_chain, head);
		if (i < 2)
			task_set_name(head, i == 0 ? "last" : "last but one");
	}
	task_detach(head);
	return asyncio_sleep(1);
}

#endif
