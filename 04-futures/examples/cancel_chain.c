/* cancel_chain.c - a task awaits a task that awaits a task that sleeps; the outermost one
 * is cancelled. */
#include "program.h"
#include "runners.h"

static int inner(void *arg, void **result)
{
	return asyncio_sleep(10);
}

static int middle(void *arg, void **result)
{
	Task *task = asyncio_create_task(inner, NULL);

	task_set_name(task, "inner");
	return await(task, NULL);
}

static int outer(void *arg, void **result)
{
	Task *task = asyncio_create_task(middle, NULL);

	task_set_name(task, "middle");
	return await(task, NULL);
}

static int async_main(void *arg, void **result)
{
	Task *task = asyncio_create_task(outer, NULL);

	task_set_name(asyncio_current_task(), "main");
	task_set_name(task, "outer");
	int slept = asyncio_sleep(1);
	task_cancel(task);
	int error = await(task, NULL);
	printf("outer has ended: %s\n", strerror(-error));
	return error == -ECANCELED ? slept : error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nCancels a task that awaits another one.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
