/* two_requests.c - the time of a task is up, and before it runs another task cancels it.
 * The timeout takes its own request back; the other one is left. */
#include "program.h"
#include "runners.h"
#include "timeouts.h"

static int worker(void *arg, void **result)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 1);

	if (error == 0)
		error = asyncio_sleep(10);
	return timeout_exit(&timeout, error);
}

static int async_main(void *arg, void **result)
{
	Task *task = asyncio_create_task(worker, NULL);

	task_set_name(asyncio_current_task(), "main");
	task_set_name(task, "worker");
	int slept = asyncio_sleep(1);
	task_cancel(task);
	int error = await(task, NULL);
	printf("worker has ended: %s\n",
	       error == -ETIMEDOUT ? "its time was up" : strerror(-error));
	return error == -ECANCELED ? slept : error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nA timeout and a cancellation in one pass.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
