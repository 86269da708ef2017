/* cleanup.c - A task is cancelled, and cleans up inside a block that may take one
 * second. */
#include "runners.h"
#include "timeouts.h"

#include <errno.h>
#include <stdio.h>

static int cleans_up(void)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 1);

	if (error == 0)
		error = asyncio_sleep(5);
	return timeout_exit(&timeout, error);
}

static int worker(void *unused, void **result)
{
	int error = asyncio_sleep(100), cleaned = cleans_up();

	printf("the worker: %s\n", error == -ECANCELED ? "cancelled" : "not cancelled");
	printf("its cleanup: %s\n", cleaned == -ETIMEDOUT   ? "took too long"
	                            : cleaned == -ECANCELED ? "cancelled"
	                                                    : "complete");
	return error;
}

static int async_main(void *unused, void **result)
{
	Task *task = asyncio_create_task(worker, NULL);
	int error = asyncio_sleep(1);

	if (error < 0)
		return error;
	task_cancel(task);
	error = await(task, NULL);
	return error == -ECANCELED ? 0 : error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
