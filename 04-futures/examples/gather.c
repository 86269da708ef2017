/* gather.c - the results of several tasks, in the order in which they are listed, and not
 * in the order in which they come. */
#include "program.h"
#include "runners.h"
#include "show.h"

static int phase1(void *arg, void **result)
{
	printf("in phase1\n");
	int error = asyncio_sleep(2);
	if (error < 0)
		return error;
	printf("done with phase1\n");
	*result = "phase1 result";
	return 0;
}

static int phase2(void *arg, void **result)
{
	printf("in phase2\n");
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	printf("done with phase2\n");
	*result = "phase2 result";
	return 0;
}

static int async_main(void *arg, void **result)
{
	void *results[2];

	printf("starting main\n");
	printf("waiting for phases to complete\n");
	Task *first = asyncio_create_task(phase1, NULL);
	Task *second = asyncio_create_task(phase2, NULL);
	int error = await(asyncio_gather(results, first, second), NULL);
	if (error < 0)
		return error;
	show_results(results, 2);
	return 0;
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL, "\n\nGathers the results of two tasks.");
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	return 0;
}
