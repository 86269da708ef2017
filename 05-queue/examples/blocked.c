/* blocked.c - what a call that blocks costs a loop, and what threads are for. In real
 * time, whatever the clock says. */
#include "executor.h"
#include "program.h"
#include "runners.h"

#include <time.h>

static const double TICK = 0.01;

static long millions = 300; /* of numbers to add */

/* The longest that this task had to wait for its turn. */
static int tick(void *arg, void **result)
{
	double *longest = arg, last = time_perf_counter();

	while (asyncio_sleep(TICK) == 0) {
		double now = time_perf_counter();
		*longest = now - last > *longest ? now - last : *longest;
		last = now;
	}
	return 0;
}

/* It could as well read a file, or ask a database. */
static int block(void *arg, void **result)
{
	time_sleep(0.25);
	return 0;
}

static int compute(void *arg, void **result)
{
	volatile long long sum = 0;

	for (long i = 0; i < 1000000 * millions; i++)
		sum += i;
	return sum < 0 ? -EOVERFLOW : 0;
}

static int in_the_task(CoroutineFn *fn)
{
	int error = fn(NULL, NULL);

	return error < 0 ? error : fn(NULL, NULL);
}

static int on_threads(CoroutineFn *fn)
{
	Loop *loop = asyncio_get_running_loop();
	Future *first = loop_run_in_executor(loop, fn, NULL);
	Future *second = loop_run_in_executor(loop, fn, NULL);

	return await(asyncio_gather(NULL, first, second), NULL);
}

static struct Way {
	const char *name;
	int (*run)(CoroutineFn *fn);
	CoroutineFn *fn;
} ways[] = { { "block twice, in the task", in_the_task, block },
	     { "block twice, on threads", on_threads, block },
	     { "compute twice, in the task", in_the_task, compute },
	     { "compute twice, on threads", on_threads, compute } };

/* Meanwhile another task ticks. */
static int measure(void *arg, void **result)
{
	const struct Way *way = arg;
	double longest = 0;
	Task *ticker = asyncio_create_task(tick, &longest);
	int error = asyncio_sleep(3 * TICK);
	double start = time_perf_counter();
	clock_t cpu = clock();

	if (error == 0)
		error = way->run(way->fn);
	double seconds = time_perf_counter() - start;
	double processors = (double)(clock() - cpu) / CLOCKS_PER_SEC / seconds;
	if (error == 0)
		error = asyncio_sleep(3 * TICK);
	task_cancel(ticker);
	int ticked = await(ticker, NULL);
	if (error == 0 && ticked != -ECANCELED)
		error = ticked;
	printf("%-26s%9.2f s%13.1f%15.2f s\n", way->name, seconds, processors, longest);
	return error;
}

int main(int argc, char *argv[])
{
	const Option options[] = { { "millions", &millions, 1, 1000 }, { 0 } };

	program_begin(
		argc, argv, options,
		" [--millions N]\n\n"
		"Blocks, and adds N million numbers (1 to 1000; 300), in a task and "
		"on threads.");
	unsetenv("ASYNCIO_CLOCK");
	printf("%37s%14s%17s\n", "takes", "processors", "all others wait");
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		int error = asyncio_run(measure, &ways[i], NULL);
		if (error < 0)
			program_fail(error);
	}
	return 0;
}
