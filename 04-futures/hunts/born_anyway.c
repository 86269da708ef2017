/* born_anyway.c - A task is created, and cancelled in the same pass. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static int worker(void *unused, void **result)
{
	printf("the worker begins\n");
	int error = asyncio_sleep(1);
	printf("the worker ends: %s\n", error == -ECANCELED ? "cancelled" : "well");
	return error;
}

static int async_main(void *unused, void **result)
{
	Task *task = asyncio_create_task(worker, NULL);

	task_cancel(task);
	int error = await(task, NULL);
	printf("awaited: %s\n", error == -ECANCELED ? "cancelled" : "well");
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
