/* who_runs_on.c - a gather that fails, and two waits that take too long */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static int works(void *seconds, void **result)
{
	double time = *(double *)seconds;
	int error = asyncio_sleep(time);

	printf("%g s: %s\n", time, error < 0 ? "cancelled" : "complete");
	return error == 0 && time == 1 ? -EIO : error;
}

static int async_main(void *unused, void **result)
{
	static double seconds[] = { 1, 2, 3 };
	Task *task[3];

	for (int i = 0; i < 3; i++)
		task[i] = asyncio_create_task(works, &seconds[i]);
	int error = await(asyncio_gather(NULL, task[0], task[1]), NULL);
	printf("the gather: %s\n", error < 0 ? "failed" : "complete");
	error = asyncio_wait_for(asyncio_shield(task[2]), 0.5, NULL);
	printf("the wait: %s\n", error < 0 ? "too long" : "complete");
	error = asyncio_wait_for(task[2], 0.5, NULL);
	printf("once more: %s\n", error < 0 ? "too long" : "complete");
	error = asyncio_sleep(0.5);
	printf("main ends\n");
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
