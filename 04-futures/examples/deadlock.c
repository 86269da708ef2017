/* deadlock.c - two tasks that wait for each other. Python would wait for ever; this run
 * ends, and says which task waits for which. */
#include "program.h"
#include "runners.h"
#include "tasks.h"

static Task *ada, *bob;

static int after_bob(void *arg, void **result)
{
	return future_wait(bob);
}

static int after_ada(void *arg, void **result)
{
	return future_wait(ada);
}

static int async_main(void *arg, void **result)
{
	task_set_name(asyncio_current_task(), "main");
	ada = asyncio_create_task(after_bob, NULL);
	bob = asyncio_create_task(after_ada, NULL);
	task_set_name(ada, "ada");
	task_set_name(bob, "bob");
	int error = await(ada, NULL), other = await(bob, NULL);
	return error < 0 ? error : other;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nHas two tasks wait for each other.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
