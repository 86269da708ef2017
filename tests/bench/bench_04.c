/* bench_04.c - what it costs a task to give way, to be made and awaited, and to wait
 * for a future. */
#include "bench.h"
#include "bare_switch.h"
#include "runners.h"

#include <stdlib.h>

static _Alignas(64) char bare_stack[64 * 1024];
static Bare bare;

static void bare_body(void)
{
	for (;;)
		bare_swap(&bare);
}

static void switch_bare(long n)
{
	while (n-- > 0)
		bare_swap(&bare);
}

enum { TASKS = 1000, BATCH = 100 };

static Loop *loop, *crowd;
static long left;

/* Until all of them have given way n times together. */
static int gives_way(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		if (--left == 0)
			loop_stop(crowd);
		error = asyncio_sleep(0);
	}
	return error;
}

static void give_way(long n)
{
	left = n;
	loop_run_forever(crowd);
}

static int does_nothing(void *arg, void **result)
{
	return 0;
}

/* A batch of them, and then each is awaited. */
static int makes_tasks(void *arg, void **result)
{
	Task *tasks[BATCH];

	for (long n = *(long *)arg; n > 0; n -= BATCH) {
		for (int i = 0; i < BATCH; i++)
			tasks[i] = asyncio_create_task(does_nothing, NULL);
		for (int i = 0; i < BATCH; i++) {
			if (await(tasks[i], NULL) < 0)
				abort();
		}
	}
	return 0;
}

static void run_in_loop(CoroutineFn *fn, void *arg)
{
	if (loop_run_until_complete(loop, loop_create_task(loop, fn, arg), NULL) < 0)
		abort();
}

static void make_tasks(long n)
{
	run_in_loop(makes_tasks, &n);
}

/* One task sets what the other one awaits. */
static Future *promised;

static int awaits_futures(void *arg, void **result)
{
	for (long n = *(long *)arg; n > 0; n--) {
		promised = loop_create_future(loop);
		if (await(promised, NULL) < 0)
			abort();
	}
	promised = NULL;
	return 0;
}

static int sets_futures(void *arg, void **result)
{
	while (promised != NULL) {
		future_set_result(promised, NULL);
		asyncio_sleep(0);
	}
	return 0;
}

static void set_futures(long n)
{
	Task *waiting = loop_create_task(loop, awaits_futures, &n);

	run_in_loop(sets_futures, NULL);
	loop_run_until_complete(loop, waiting, NULL);
}

/* The same without another task: a callback that schedules itself. */
static Handle setter;

static void set_promised(void *arg)
{
	if (promised == NULL)
		return;
	future_set_result(promised, NULL);
	loop_call_soon(loop, &setter);
}

static void set_futures_from_callback(long n)
{
	Task *waiting = loop_create_task(loop, awaits_futures, &n);

	setter = (Handle)HANDLE(set_promised, NULL);
	loop_call_soon(loop, &setter);
	loop_run_until_complete(loop, waiting, NULL);
	handle_cancel(&setter);
}

static void prepare(void)
{
	loop = asyncio_new_event_loop();
	crowd = asyncio_new_event_loop();
	bare_init(&bare, bare_stack, bare_stack + sizeof bare_stack, bare_body);
	for (int i = 0; i < TASKS; i++)
		task_detach(loop_create_task(crowd, gives_way, NULL));
}

enum { BARE, YIELD, TASK, FUTURE, CALLBACK, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[YIELD] = { "a yield of one of 1,000 tasks", give_way, 100000, 0 },
		[TASK] = { "a task made, run and awaited", make_tasks, 50000, 0 },
		[FUTURE] = { "a future set by a task and awaited", set_futures, 50000, 0 },
		[CALLBACK] = { "a future set by a callback and awaited",
		               set_futures_from_callback, 50000, 0 },
	};

	printf("Chapter 4, the best of %d rounds:\n", ROUNDS);
	prepare();
	bench_measure(all, COUNT);
	printf("\n");
	bench_judge("a yield / a bare switch", all[YIELD].best / all[BARE].best, 9);
	bench_judge("a task made and awaited / a bare switch",
	            all[TASK].best / all[BARE].best, 20);
	bench_judge("a future set and awaited / a bare switch",
	            all[CALLBACK].best / all[BARE].best, 10);
	return 0;
}
