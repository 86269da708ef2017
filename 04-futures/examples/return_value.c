/* return_value.c - what a coroutine returns comes out of the loop that has run it. */
#include "program.h"
#include "runners.h"

static int coroutine(void *arg, void **result)
{
	printf("in coroutine\n");
	*result = "result";
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nRuns a coroutine, and shows its value.");
	Loop *loop = asyncio_new_event_loop();
	void *value = NULL;

	if (loop == NULL)
		program_fail(-errno);
	Task *task = loop_create_task(loop, coroutine, NULL);
	int error = loop_run_until_complete(loop, task, &value);
	if (error == 0)
		printf("it returned: '%s'\n", (char *)value);
	loop_free(loop);
	if (error < 0)
		program_fail(error);
	return 0;
}
