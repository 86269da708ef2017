/* run_until_complete.c - a loop that runs until one coroutine has returned. */
#include "program.h"
#include "runners.h"

static int coroutine(void *arg, void **result)
{
	printf("in coroutine\n");
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nRuns a coroutine, and a loop for it.");
	Loop *loop = asyncio_new_event_loop();

	if (loop == NULL)
		program_fail(-errno);
	printf("starting coroutine\n");
	Task *task = loop_create_task(loop, coroutine, NULL);
	printf("entering event loop\n");
	int error = loop_run_until_complete(loop, task, NULL);
	printf("closing event loop\n");
	loop_free(loop);
	if (error < 0)
		program_fail(error);
	return 0;
}
