/* enough.c - A task waits for three others, or for the first of them that fails; one of
 * them is cancelled. */
#include "runners.h"

#include <stdio.h>

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static int async_main(void *unused, void **result)
{
	double seconds[] = { 2, 4, 6 };
	Task *tasks[3];

	for (int i = 0; i < 3; i++)
		tasks[i] = asyncio_create_task(sleeps, &seconds[i]);
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	task_cancel(tasks[1]);
	ssize_t done = asyncio_wait(tasks, 3, -1, FIRST_EXCEPTION);
	printf("%zd of 3 are done\n", done);
	for (int i = 0; i < 3; i++)
		task_detach(tasks[i]);
	return asyncio_sleep(10);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
