/* cancel_waiting_task.c - a task that is canceled hears of it where it waits: the call
 * returns -ECANCELED. */
#include "program.h"
#include "runners.h"

static int task_func(void *arg, void **result)
{
	printf("in task_func, sleeping\n");
	int error = asyncio_sleep(1);
	if (error == -ECANCELED)
		printf("task_func was canceled\n");
	if (error < 0)
		return error;
	*result = "the result";
	return 0;
}

static void task_canceller(void *task)
{
	printf("in task_canceller\n");
	task_cancel(task);
	printf("canceled the task\n");
}

static int async_main(void *arg, void **result)
{
	printf("creating task\n");
	Task *task = asyncio_create_task(task_func, NULL);
	Handle canceller = HANDLE(task_canceller, task);
	loop_call_soon(asyncio_get_running_loop(), &canceller);
	int error = await(task, NULL);
	handle_cancel(&canceller); /* the task may have gone before */
	if (error == -ECANCELED)
		printf("main() also sees task as canceled\n");
	return error == -ECANCELED ? 0 : error;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nCancels a task that sleeps.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
