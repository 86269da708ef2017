/* ensure_future.c - a task is handed on: the function that awaits it need not know where
 * or how it was made. */
#include "program.h"
#include "runners.h"
#include "show.h"

static int wrapped(void *arg, void **result)
{
	printf("wrapped\n");
	*result = "result";
	return 0;
}

/* Takes the task. */
static int inner(Task *task)
{
	void *value;

	printf("inner: starting\n");
	show_task("inner: waiting for", task);
	int error = await(task, &value);
	if (error < 0)
		return error;
	printf("inner: task returned '%s'\n", (char *)value);
	return 0;
}

static int starter(void *arg, void **result)
{
	printf("starter: creating task\n");
	Task *task = asyncio_create_task(wrapped, NULL);
	task_set_name(task, "wrapped");
	printf("starter: waiting for inner\n");
	int error = inner(task);
	if (error < 0)
		return error;
	printf("starter: inner returned\n");
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHands a task to a function that awaits it.");
	printf("entering event loop\n");
	int error = asyncio_run(starter, NULL, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
