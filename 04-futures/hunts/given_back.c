/* given_back.c - A task is shielded, the shield is cancelled, and the task runs on. */
#include "runners.h"

#include <stdio.h>

static int worker(void *unused, void **result)
{
	int error = asyncio_sleep(5);

	printf("the worker ends: %s\n", error < 0 ? "cancelled" : "well");
	return error;
}

static int async_main(void *unused, void **result)
{
	Task *task = asyncio_create_task(worker, NULL);

	task_set_name(task, "worker");
	Future *shield = asyncio_shield(task);
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	future_cancel(shield);
	printf("the shield is cancelled: %s\n", future_cancelled(shield) ? "yes" : "no");
	future_unref(shield);
	task_detach(task);
	return asyncio_sleep(10);
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
