/* same_second.c - A task is cancelled in the second in which its time is up. */
#include "runners.h"
#include "timeouts.h"

#include <errno.h>
#include <stdio.h>

static int worker(void *unused, void **result)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 2);

	if (error == 0)
		error = asyncio_sleep(100);
	error = timeout_exit(&timeout, error);
	printf("the block: %s\n", error == -ETIMEDOUT   ? "took too long"
	                          : error == -ECANCELED ? "cancelled"
	                                                : "left");
	if (error != -ETIMEDOUT)
		return error;
	printf("the worker goes on without it\n");
	return 0;
}

static int async_main(void *unused, void **result)
{
	Task *task = asyncio_create_task(worker, NULL);
	int error = asyncio_sleep(2);

	if (error < 0)
		return error;
	task_cancel(task);
	error = await(task, NULL);
	printf("awaited: %s\n", error == -ECANCELED ? "cancelled" : "well");
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
