/* who_obeys.c - three tasks are cancelled, and each takes it in its own way */
#include "runners.h"

#include <stdio.h>

static int obeys(void *unused, void **result)
{
	return asyncio_sleep(10);
}

static int answers(void *unused, void **result)
{
	int error = asyncio_sleep(10);

	return error < 0 ? 0 : error;
}

static int goes_on(void *unused, void **result)
{
	for (int i = 0; i < 3; i++) {
		int error = asyncio_sleep(1);
		printf("sleep %d: %s\n", i + 1, error < 0 ? "cancelled" : "complete");
	}
	return 0;
}

static int async_main(void *unused, void **result)
{
	CoroutineFn *bodies[] = { obeys, answers, goes_on };

	for (int i = 0; i < 3; i++) {
		Task *task = future_ref(asyncio_create_task(bodies[i], NULL));
		int error = asyncio_sleep(0.5);
		bool asked = task_cancel(task) && task_cancelling(task) == 1;
		printf("task %d: %s\n", i + 1, asked ? "asked" : "not asked");
		error = error < 0 ? error : await(task, NULL);
		printf("awaited: %s, %s\n", error < 0 ? "cancelled" : "well",
		       future_cancelled(task) ? "cancelled" : "not cancelled");
		future_unref(task);
	}
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
