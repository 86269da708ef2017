/* semaphore.c - many downloads, of which a few may run at a time. */
#include "locks.h"
#include "program.h"
#include "runners.h"

enum { MOST = 1000 };

static Semaphore semaphore;
static double start;

static void say(int n, const char *what)
{
	printf("%.1f s: download %d %s\n", time_perf_counter() - start, n, what);
}

static int download(void *arg, void **result)
{
	int n = *(int *)arg, error = semaphore_acquire(&semaphore);

	if (error < 0)
		return error;
	say(n, "begins");
	error = asyncio_sleep(n % 2 == 0 ? 1 : 2);
	if (error == 0)
		say(n, "ends");
	semaphore_release(&semaphore);
	return error;
}

static int async_main(void *arg, void **result)
{
	static int numbers[MOST];
	long downloads = *(long *)arg;
	Future *tasks[MOST];

	start = time_perf_counter();
	for (int i = 0; i < downloads; i++) {
		numbers[i] = i;
		tasks[i] = asyncio_create_task(download, &numbers[i]);
	}
	return await(asyncio_gatherv(tasks, (size_t)downloads, NULL, NULL), NULL);
}

int main(int argc, char *argv[])
{
	long downloads = 6;
	Option options[] = { { "downloads", &downloads, 1, MOST },
		             { "at-once", &semaphore.value, 1, MOST },
		             { 0 } };

	semaphore.value = 2;
	program_begin(
		argc, argv, options,
		" [--downloads N] [--at-once N]\n\nFetches N things (1 to 1000; 6), "
		"not more than so many at once (2).");
	int error = asyncio_run(async_main, &downloads, NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
