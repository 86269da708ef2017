/* bench_04.c - what it costs a task to give way, to be made and awaited, to wait for a
 * future, to serve a request, and to be there. */
#include "bare_switch.h"
#include "bench.h"
#include "echo.h"
#include "runners.h"
#include "sock.h"

#include <stdint.h>
#include <stdlib.h>

enum { TASKS = 1000, BATCH = 100, FEW = 10 };

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

/* So many at a time, and then each of them is awaited. The more there are, the less of
 * the loop's passes falls to each; and the more stacks there are, which the cache must
 * hold: a hundred do not fit into that of the first level. */
static int at_a_time;

static int makes_tasks(void *arg, void **result)
{
	Task *tasks[BATCH];

	for (long n = *(long *)arg; n > 0; n -= at_a_time) {
		for (int i = 0; i < at_a_time; i++)
			tasks[i] = asyncio_create_task(does_nothing, NULL);
		for (int i = 0; i < at_a_time; i++) {
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

static void make_one(long n)
{
	at_a_time = 1;
	run_in_loop(makes_tasks, &n);
}

static void make_few(long n)
{
	at_a_time = FEW;
	run_in_loop(makes_tasks, &n);
}

static void make_batch(long n)
{
	at_a_time = BATCH;
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
	bare_begin();
	for (int i = 0; i < TASKS; i++)
		task_detach(loop_create_task(crowd, gives_way, NULL));
}

static Loop *serving;

static int echo(int fd, char *data, size_t room)
{
	ssize_t n;

	while ((n = loop_sock_recv(serving, fd, data, room)) > 0) {
		if (loop_sock_sendall(serving, fd, data, (size_t)n) < 0)
			break;
	}
	loop_close_fd(serving, fd);
	return 0;
}

/* As servers do, who do not know how long a request will be. */
static int echo_with_room(void *arg, void **result)
{
	char data[4 * BYTES];

	return echo((int)(intptr_t)arg, data, sizeof data);
}

/* When all the room is taken, there may be more: it costs a system call to find out. */
static int echo_without(void *arg, void **result)
{
	char data[BYTES];

	return echo((int)(intptr_t)arg, data, sizeof data);
}

static void serve_with(CoroutineFn *fn, int connections[], int n)
{
	serving = asyncio_new_event_loop();
	for (int i = 0; i < n; i++)
		task_detach(loop_create_task(serving, fn,
		                             (void *)(intptr_t)connections[i]));
	loop_run_forever(serving);
}

static void serve_with_room(int connections[], int n)
{
	serve_with(echo_with_room, connections, n);
}

static void serve_without(int connections[], int n)
{
	serve_with(echo_without, connections, n);
}

/* Each beside the yardstick alone: with one server more the caches hold less of each. The
 * last one makes three system calls for a request, and is only shown. */
static void serve(void)
{
	static Contender with_room[] = { { "a bare epoll loop", serve_bare, 0 },
		                      { "tasks", serve_with_room, 1.1 } };
	static Contender without[] = { { "a bare epoll loop", serve_bare, 0 },
		                    { "tasks, no more room", serve_without,
		                      INFINITY } };

	echo_begin(2);
	printf("\nProcessor time of the server for a request, the median of %d:\n",
	       WINDOWS);
	echo_compare(with_room, 2, 64);
	with_room[1].limit = 1.15;
	echo_compare(with_room, 2, MOST);
	echo_compare(without, 2, 64);
}

enum { MILLION = 1000000 };

static const double GIB = 1024 * 1024; /* in KiB */

static long finished;
static double parked;

static int sleeps(void *arg, void **result)
{
	int error = asyncio_sleep(1);

	finished++;
	return error;
}

/* When all of them sleep. */
static void weigh(void *arg)
{
	parked = bench_memory("VmRSS:") + bench_memory("VmPTE:");
}

/* On the clock that jumps: nobody has to wait. */
static void sleep_all(void)
{
	double before = bench_memory("VmRSS:") + bench_memory("VmPTE:");
	Handle weighing = HANDLE(weigh, NULL);

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	loop_call_later(loop, 0.5, &weighing);
	for (long i = 0; i < MILLION; i++) {
		Task *task = loop_create_task(loop, sleeps, NULL);
		if (task == NULL)
			break;
		task_detach(task);
	}
	loop_run_forever(loop);
	printf("\n");
	bench_judge("KiB for each of 1,000,000 sleepers, page tables too",
	            (parked - before) / MILLION, 4.6 * GIB / MILLION);
	bench_judge("sleepers that have not finished", (double)(MILLION - finished), 0);
}

/* In a process of its own, which takes the memory along. */
static void sleep_if_possible(void)
{
	if (bench_kib("/proc/meminfo", "MemAvailable:") < 6 * GIB) {
		printf("\nA million sleepers are left out: they need 6 GiB.\n");
		return;
	}
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		sleep_all();
		fflush(NULL);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

enum { BARE, YIELD, ONE, FEW_TASKS, TASK, FUTURE, CALLBACK, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[YIELD] = { "a yield of one of 1,000 tasks", give_way, 100000, 0 },
		[ONE] = { "a task made, run and awaited, one at a time", make_one, 50000,
		          0 },
		[FEW_TASKS] = { "the same, 10 at a time", make_few, 50000, 0 },
		[TASK] = { "the same, 100 at a time", make_batch, 50000, 0 },
		[FUTURE] = { "a future set by a task and awaited", set_futures, 50000,
		             0 },
		[CALLBACK] = { "a future set by a callback and awaited",
		               set_futures_from_callback, 50000, 0 },
	};

	printf("Chapter 4, the best of %d rounds:\n", ROUNDS);
	prepare();
	bench_measure(all, COUNT);
	printf("\n");
	bench_judge("a yield / a bare switch", all[YIELD].best / all[BARE].best, 9);
	bench_judge("a task, 10 at a time / a bare switch",
	            all[FEW_TASKS].best / all[BARE].best, 20);
	bench_judge("a task, 100 at a time / a bare switch",
	            all[TASK].best / all[BARE].best, 20);
	bench_judge("a future set and awaited / a bare switch",
	            all[CALLBACK].best / all[BARE].best, 10);
	serve();
	sleep_if_possible();
	return 0;
}
