/* call_or_task.c - the same function, called, and as a task */
#include "runners.h"

#include <stdio.h>

static int count(void *name, void **result)
{
	printf("%s: one\n", (const char *)name);
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	printf("%s: two\n", (const char *)name);
	return 0;
}

static int async_main(void *unused, void **result)
{
	double start = time_perf_counter();
	Task *task = asyncio_create_task(count, "task");

	printf("main has made a task\n");
	int error = count("call", NULL);
	printf("main has called\n");
	if (error == 0)
		error = await(task, NULL);
	printf("main has awaited: %.0f s\n", time_perf_counter() - start);
	return error;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
