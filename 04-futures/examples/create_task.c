/* create_task.c - a task runs a coroutine by itself, and can be awaited. */
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
	show_task("waiting for", task);
	/* The await takes one reference; we still want to show the task. */
	int error = await(future_ref(task), &value);
	if (error == 0) {
		show_task("task completed", task);
		printf("return value: '%s'\n", (char *)value);
	}
	future_unref(task);
	return error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nCreates a task, and awaits it.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
