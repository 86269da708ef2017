/* one_wait_later.c - The future for which a task waits is set, and the task is cancelled
 * before it can go on. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static int worker(void *future, void **result)
{
	int error = future_wait(future);

	if (error < 0) {
		printf("the worker gets nothing\n");
		return error;
	}
	printf("the worker has got the value\n");
	error = asyncio_sleep(1);
	printf("the worker: %s\n", error < 0 ? "cannot use it" : "has used it");
	return error;
}

static int async_main(void *unused, void **result)
{
	Future *future = loop_create_future(asyncio_current_task()->loop);
	Task *task = asyncio_create_task(worker, future);
	int error = asyncio_sleep(1);

	if (error < 0)
		return error;
	future_set_result(future, "a value");
	task_cancel(task);
	error = await(task, NULL);
	printf("awaited: %s\n", error == -ECANCELED ? "cancelled" : "well");
	future_unref(future);
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
