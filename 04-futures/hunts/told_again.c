/* told_again.c - A task that is cancelled while it is ready to run cleans up, and sleeps
 * while it does so. */
#include "runners.h"

#include <errno.h>
#include <stdio.h>

static const char *how(int error)
{
	return error == -ECANCELED ? "cancelled" : error < 0 ? "failed" : "well";
}

static int worker(void *future, void **result)
{
	int error = future_wait(future);

	printf("the wait: %s\n", how(error));
	for (int i = 1; i <= 3; i++)
		printf("sleep %d of the cleanup: %s\n", i, how(asyncio_sleep(1)));
	return error;
}

static int async_main(void *unused, void **result)
{
	Future *future = loop_create_future(asyncio_current_task()->loop);
	Task *task = asyncio_create_task(worker, future);
	int error = asyncio_sleep(1);

	if (error < 0)
		return error;
	future_set_result(future, NULL);
	task_cancel(task);
	printf("awaited: %s\n", how(await(task, NULL)));
	future_unref(future);
	return 0;
}

int main(void)
{
	return asyncio_run(async_main, NULL, NULL) < 0;
}
