/* countasync.c - three tasks count at the same time: while one sleeps, another runs. */
#include "program.h"
#include "runners.h"
#include "tasks.h"

static int count(void *arg, void **result)
{
	printf("One\n");
	int error = asyncio_sleep(1);
	if (error < 0)
		return error;
	printf("Two\n");
	return 0;
}

static int async_main(void *arg, void **result)
{
	Task *first = asyncio_create_task(count, NULL);
	Task *second = asyncio_create_task(count, NULL);
	Task *third = asyncio_create_task(count, NULL);

	return await(asyncio_gather(NULL, first, second, third), NULL);
}

int main(int argc, char *argv[])
{
	program_begin(argc, argv, NULL,
	              "\n\nCounts to two, slowly, three times at the same time.");
	double start = time_perf_counter();
	int error = asyncio_run(async_main, NULL, NULL);

	if (error < 0)
		program_fail(error);
	printf("countasync executed in %.2f seconds.\n", time_perf_counter() - start);
	return 0;
}
