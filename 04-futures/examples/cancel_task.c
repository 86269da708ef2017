/* cancel_task.c - a task that is canceled before it has begun never does. */
#include "program.h"
#include "runners.h"
#include "show.h"

static int task_func(void *arg, void **result)
{
	printf("in task_func\n");
	*result = "the result";
	return 0;
}

static int async_main(void *arg, void **result)
{
	void *value;

	printf("creating task\n");
	Task *task = asyncio_create_task(task_func, NULL);
	task_set_name(task, "task_func");
	printf("canceling task\n");
	task_cancel(task);
	show_task("canceled task", task);
	int error = await(task, &value);
	if (error == -ECANCELED)
		printf("caught error from canceled task\n");
	else if (error == 0)
		printf("task result: '%s'\n", (char *)value);
	return error == -ECANCELED ? 0 : error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nCancels a task that has not begun.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
