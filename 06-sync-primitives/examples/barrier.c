/* barrier.c - walkers who are not equally fast sleep in the same huts. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { MOST = 1000 };

static Barrier hut;
static long days = 2;
static double start;

static double hours(void)
{
	return time_perf_counter() - start;
}

static int walker(void *arg, void **result)
{
	int n = *(int *)arg, error = 0;

	for (int day = 1; day <= days && error >= 0; day++) {
		error = asyncio_sleep(n);
		if (error < 0)
			return error;
		printf("%.0f h: walker %d is at hut %d\n", hours(), n, day);
		error = barrier_wait(&hut);
		if (error >= 0)
			printf("%.0f h: walker %d goes on, as number %d\n", hours(), n,
			       error);
	}
	return error < 0 ? error : 0;
}

static int async_main(void *arg, void **result)
{
	static int numbers[MOST];
	Future *tasks[MOST];

	start = time_perf_counter();
	for (int i = 0; i < hut.parties; i++) {
		numbers[i] = i + 1;
		tasks[i] = asyncio_create_task(walker, &numbers[i]);
	}
	return await(asyncio_gatherv(tasks, (size_t)hut.parties, NULL, NULL), NULL);
}

int main(int argc, char *argv[])
{
	Option options[] = { { "walkers", &hut.parties, 1, MOST },
		             { "days", &days, 1, MOST },
		             { 0 } };

	hut.parties = 3;
	program_begin(
		argc, argv, options,
		" [--walkers N] [--days N]\n\nN walkers (1 to 1000; 3) wait for each "
		"other, each day (2).");
	int error = asyncio_run(async_main, NULL, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
