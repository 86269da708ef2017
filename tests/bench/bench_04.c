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

/* So many at a time, and then each of them is awaited. */
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

/* Tasks await futures, each its own; a callback sets all of them and schedules itself. */
static Future *promised[FEW];
static long futures_left;
static Handle setter;

static int awaits_futures(void *arg, void **result)
{
	Future **mine = arg;

	while (futures_left-- > 0) {
		*mine = loop_create_future(loop);
		if (await(*mine, NULL) < 0)
			abort();
	}
	*mine = NULL;
	return 0;
}

static void set_promised(void *arg)
{
	bool some = false;

	for (int i = 0; i < at_a_time; i++) {
		if (promised[i] != NULL)
			some = future_set_result(promised[i], NULL) == 0;
	}
	if (some)
		loop_call_soon(loop, &setter);
}

static void set_futures(long n, int tasks)
{
	Task *waiting[FEW];

	futures_left = n;
	at_a_time = tasks;
	setter = (Handle)HANDLE(set_promised, NULL);
	for (int i = 0; i < tasks; i++)
		waiting[i] = loop_create_task(loop, awaits_futures, &promised[i]);
	loop_call_soon(loop, &setter);
	for (int i = 0; i < tasks; i++)
		loop_run_until_complete(loop, waiting[i], NULL);
	handle_cancel(&setter);
}

static void set_one(long n)
{
	set_futures(n, 1);
}

static void set_few(long n)
{
	set_futures(n, FEW);
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

/* A loop that has several things to do in a pass is what there is a limit for. With one
 * alone each pays for a pass of its own; with a hundred, for looking up pages, since
 * each task has its own. */
static void judge_each(const char *what, const Measured *measured, const Measured *bare,
                       double limit)
{
	char line[60];

	snprintf(line, sizeof line, "%s / a bare switch", what);
	bench_judge(line, measured->best / bare->best, limit);
}

enum { BARE, YIELD, TASK, FEW_TASKS, BATCH_TASKS, FUTURE, FEW_FUTURES, COUNT };

int main(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[YIELD] = { "a yield of one of 1,000 tasks", give_way, 100000, 0 },
		[TASK] = { "a task made, run and awaited, one at a time", make_one, 50000,
		           0 },
		[FEW_TASKS] = { "the same, 10 at a time", make_few, 50000, 0 },
		[BATCH_TASKS] = { "the same, 100 at a time", make_batch, 50000, 0 },
		[FUTURE] = { "a future set and awaited, one at a time", set_one, 50000,
		             0 },
		[FEW_FUTURES] = { "the same, 10 at a time", set_few, 50000, 0 },
	};

	printf("Chapter 4, the best of %d rounds:\n", ROUNDS);
	prepare();
	bench_measure(all, COUNT);
	printf("\n");
	judge_each("a yield", &all[YIELD], &all[BARE], 9);
	judge_each("a task, one at a time", &all[TASK], &all[BARE], INFINITY);
	judge_each("a task, 10 at a time", &all[FEW_TASKS], &all[BARE], 20);
	judge_each("a task, 100 at a time", &all[BATCH_TASKS], &all[BARE], INFINITY);
	judge_each("a future, one at a time", &all[FUTURE], &all[BARE], INFINITY);
	judge_each("a future, 10 at a time", &all[FEW_FUTURES], &all[BARE], 10);
	serve();
	sleep_if_possible();
	return 0;
}
