/* left_running.c - A task that awaits another one is cancelled. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static int inner(void *unused, void **result)
{
	int error = asyncio_sleep(5);

	printf("inner: %s\n", error == -ECANCELED ? "cancelled" : "complete");
	return error;
}

static int outer(void *task, void **result)
{
	int error = await(task, NULL);

	printf("outer: %s\n", error == -ECANCELED ? "cancelled" : "complete");
	return error;
}

static int async_main(void *unused, void **result)
{
	Task *task = asyncio_create_task(outer, asyncio_create_task(inner, NULL));
	int error = asyncio_sleep(1);

	if (error < 0)
		return error;
	task_cancel(task);
	error = await(task, NULL);
	printf("awaited: %s\n", error == -ECANCELED ? "cancelled" : "complete");
	return asyncio_sleep(10);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
