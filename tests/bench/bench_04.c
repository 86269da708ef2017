/* bench_04.c - what it costs a task to give way, to be created and awaited, to wait for a
 * future, to be cancelled, to sleep, to serve a request, and to be there. */
#include "runners.h"
#include "silent.h"
#include "sock.h"
#include "timeouts.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Loop *loop;
static long left, at_a_time;
static Task **tasks;

static void begin(long count)
{
	loop = bench_need(asyncio_new_event_loop());
	at_a_time = count;
	tasks = bench_need(calloc((size_t)count, sizeof(Task *)));
}

static void run_in_loop(CoroutineFn *fn, long n)
{
	bench_check(loop_run_until_complete(loop, loop_create_task(loop, fn, &n), NULL) ==
	                    0,
	            "a run ends without an error");
}

/* ==== A yield ==== */

/* Until all of them have given way n times together. */
static int gives_way(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		if (--left == 0)
			loop_stop(loop);
		error = asyncio_sleep(0);
	}
	return error;
}

static void begin_crowd(long count)
{
	begin(count);
	for (long i = 0; i < count; i++)
		task_detach(bench_need(loop_create_task(loop, gives_way, NULL)));
}

static void give_way(long n)
{
	left = n;
	bench_succeeds(loop_run_forever(loop));
}

static void bare_gives_way(long turns)
{
	while (turns-- > 0)
		bare_give_way();
}

static void begin_bare_crowd(long count)
{
	bare_start(at_a_time = count);
	for (long i = 0; i < count; i++)
		bare_spawn(bare_gives_way, LONG_MAX);
}

/* The function that measures is one more in the ring. */
static void bare_yields(long n)
{
	for (; n > 0; n -= at_a_time + 1)
		bare_give_way();
}

static const Work bare_yield = { "a bare scheduler", begin_bare_crowd, bare_yields,
	                         NULL };

/* ==== Created, and run to the end ==== */

static int does_nothing(void *arg, void **result)
{
	left--;
	return 0;
}

static int makes_and_lets_go(void *arg, void **result)
{
	for (long n = *(long *)arg; n > 0; n -= at_a_time) {
		left = at_a_time;
		for (long i = 0; i < at_a_time; i++)
			task_detach(bench_need(asyncio_create_task(does_nothing, NULL)));
		while (left > 0)
			bench_succeeds(asyncio_sleep(0));
	}
	return 0;
}

static int makes_and_awaits(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg; n > 0 && error == 0; n -= at_a_time) {
		for (long i = 0; i < at_a_time; i++)
			tasks[i] = bench_need(asyncio_create_task(does_nothing, NULL));
		for (long i = 0; i < at_a_time; i++)
			error |= await(tasks[i], NULL);
	}
	return error;
}

static void make_and_let_go(long n)
{
	run_in_loop(makes_and_lets_go, n);
}

static void make_and_await(long n)
{
	run_in_loop(makes_and_awaits, n);
}

static void bare_does_nothing(long unused)
{
	left--;
}

static void begin_bare(long count)
{
	bare_start(at_a_time = count);
}

static void bare_make(long n)
{
	for (; n > 0; n -= at_a_time) {
		for (long i = 0; i < at_a_time; i++)
			bare_spawn(bare_does_nothing, 0);
		bare_give_way();
	}
}

static const Work bare_spawns = { "a bare scheduler", begin_bare, bare_make, NULL };

/* ==== Futures ==== */

/* Tasks await futures, each its own; a callback sets all of them and schedules itself. */
enum { FEW = 10 };

static Future *promised[FEW];
static Handle setter;

static int awaits_futures(void *arg, void **result)
{
	Future **mine = arg;
	int error = 0;

	while (left-- > 0 && error == 0) {
		*mine = loop_create_future(loop);
		error = await(*mine, NULL);
	}
	*mine = NULL;
	return error;
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

static void set_futures(long n)
{
	left = n;
	setter = (Handle)HANDLE(set_promised, NULL);
	for (int i = 0; i < at_a_time; i++)
		tasks[i] = loop_create_task(loop, awaits_futures, &promised[i]);
	loop_call_soon(loop, &setter);
	for (int i = 0; i < at_a_time; i++)
		bench_succeeds(loop_run_until_complete(loop, tasks[i], NULL));
	handle_cancel(&setter);
}

/* ==== Cancelled, and with a timeout ==== */

static int waits_for_ever(void *arg, void **result)
{
	return future_wait(arg);
}

static int cancels(void *arg, void **result)
{
	Future *never = bench_need(loop_create_future(loop));

	for (long n = *(long *)arg; n > 0; n -= at_a_time) {
		for (long i = 0; i < at_a_time; i++)
			tasks[i] = bench_need(asyncio_create_task(waits_for_ever, never));
		bench_succeeds(asyncio_sleep(0));
		for (long i = 0; i < at_a_time; i++)
			task_cancel(tasks[i]);
		for (long i = 0; i < at_a_time; i++)
			bench_check(await(tasks[i], NULL) == -ECANCELED,
			            "it is cancelled");
	}
	future_unref(never);
	return 0;
}

static void cancel(long n)
{
	run_in_loop(cancels, n);
}

static int enters_and_leaves(void *arg, void **result)
{
	int error = 0;

	for (long n = *(long *)arg; n > 0 && error == 0; n--) {
		Timeout timeout = { 0 };
		error = timeout_enter(&timeout, 10);
		error = timeout_exit(&timeout, error);
	}
	return error;
}

static void enter_and_leave(long n)
{
	run_in_loop(enters_and_leaves, n);
}

/* ==== Sleepers ==== */

static long random_ms(void)
{
	static unsigned seed = 1;

	return (seed = seed * 1664525u + 1013904223u) / 256 % 101;
}

static int sleeps_for(void *arg, void **result)
{
	int error = asyncio_sleep((double)(intptr_t)arg / 1000);

	left--;
	return error;
}

static int makes_sleepers(void *arg, void **result)
{
	for (long i = left = *(long *)arg; i > 0; i--)
		task_detach(bench_need(
			asyncio_create_task(sleeps_for, (void *)(intptr_t)random_ms())));
	while (left > 0)
		bench_succeeds(asyncio_sleep(0.001));
	return 0;
}

static void make_sleepers(long n)
{
	run_in_loop(makes_sleepers, n);
}

static void bare_sleeps_for(long ms)
{
	bare_sleep((double)ms * 1e6);
	left--;
}

/* A loop that runs on returns the memory of a burst to the system. So the yardstick does
 * that, too, in the cheapest way there is: with one system call, when all tasks have
 * ended. */
static void bare_make_sleepers(long n)
{
	for (long i = left = n; i > 0; i--)
		bare_spawn(bare_sleeps_for, random_ms());
	while (left > 0)
		bare_sleep(1e6);
	madvise(bare_stacks, (size_t)n << 16, MADV_DONTNEED);
	bare_ended = NULL;
}

static const Work bare_sleepers = { "a bare scheduler that returns memory",
	                            begin_bare, bare_make_sleepers, NULL };

/* ==== Memory ==== */

static int sleeps_long(void *arg, void **result)
{
	left--;
	return asyncio_sleep(3600);
}

static int parks(void *arg, void **result)
{
	for (long i = left = *(long *)arg; i > 0; i--)
		task_detach(bench_need(asyncio_create_task(sleeps_long, NULL)));
	while (left > 0)
		bench_succeeds(asyncio_sleep(0));
	return 0;
}

static double parked(long count)
{
	begin(1);
	double before = bench_memory("VmRSS");
	run_in_loop(parks, count);
	return (bench_memory("VmRSS") - before) / (double)count;
}

static double bare_parked_kib(long count)
{
	bare_start(count);
	memset(bare_heap, 1, (size_t)count * sizeof *bare_heap);
	memset(bare_ring, 1, (size_t)count * sizeof *bare_ring);
	double before = bench_memory("VmRSS");
	for (long i = 0; i < count; i++)
		bare_spawn(bare_sleeps_for, 3600 * 1000);
	bare_give_way();
	return (bench_memory("VmRSS") - before) / (double)count;
}

static const Work bare_parked = { "a bare scheduler", NULL, NULL, bare_parked_kib };

/* Each uses 48 KiB of its stack, all at the same time; one in 64 stays. */
enum { BURST_BYTES = 48 * 1024, BURST_STAYS = 64 };

static double burst_most;

static int is_in_a_burst(void *arg, void **result)
{
	volatile char used[BURST_BYTES];

	memset((char *)used, 1, sizeof used);
	int error = asyncio_sleep(0);
	if ((intptr_t)arg % BURST_STAYS == 0 && error == 0)
		error = asyncio_sleep(3600);
	return used[0] == 1 ? error : -EINVAL;
}

static int bursts(void *arg, void **result)
{
	for (intptr_t i = 0; i < *(long *)arg; i++)
		task_detach(bench_need(asyncio_create_task(is_in_a_burst, (void *)i)));
	bench_succeeds(asyncio_sleep(0));
	burst_most = bench_memory("VmRSS");
	return asyncio_sleep(0.01);
}

static double burst(long count)
{
	begin(1);
	double before = bench_memory("VmRSS");
	run_in_loop(bursts, count);
	return (bench_memory("VmRSS") - before) / (burst_most - before) * 100;
}

/* On the clock that jumps: nobody has to wait. */
static double everybody;

static int sleeps(void *arg, void **result)
{
	int error = asyncio_sleep(1);

	left--;
	return error;
}

/* When all of them sleep. */
static void weigh(void *arg)
{
	everybody = bench_memory("VmRSS") + bench_memory("VmPTE");
}

static double sleep_all(long count)
{
	double before = bench_memory("VmRSS") + bench_memory("VmPTE");
	Handle weighing = HANDLE(weigh, NULL);

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin(1);
	loop_call_later(loop, 0.5, &weighing);
	for (long i = left = count; i > 0; i--)
		task_detach(bench_need(loop_create_task(loop, sleeps, NULL)));
	bench_succeeds(loop_run_forever(loop));
	bench_check(left == 0, "every sleeper has finished");
	return (everybody - before) / (double)count;
}

/* ==== Servers ==== */

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
		task_detach(
			loop_create_task(serving, fn, (void *)(intptr_t)connections[i]));
	bench_succeeds(loop_run_forever(serving));
}

static void serve_with_room(int connections[], int n)
{
	serve_with(echo_with_room, connections, n);
}

static void serve_without(int connections[], int n)
{
	serve_with(echo_without, connections, n);
}

static void serve(const Row *row, Result results[])
{
	static Contender servers[] = { { .serve = serve_bare },
		                       { .serve = serve_with_room } };

	echo_begin(2);
	echo_compare(servers, 2, (int)row->tasks, results);
}

/* It makes three system calls for a request. */
static void serve_in_no_more_room(const Row *row, Result results[])
{
	static Contender servers[] = { { .serve = serve_bare },
		                       { .serve = serve_without } };

	echo_begin(2);
	echo_compare(servers, 2, (int)row->tasks, results);
}

/* ==== A crowd that says nothing ==== */

static int accepts(void *arg, void **result)
{
	int listener = (int)(intptr_t)arg, fd;

	for (long i = 1; (fd = loop_sock_accept(serving, listener)) >= 0; i++) {
		task_detach(asyncio_create_task(echo_with_room, (void *)(intptr_t)fd));
		if (i % ACCEPT_CROWD == 0)
			bench_succeeds(asyncio_sleep(0));
	}
	return fd;
}

static void accept_and_serve(int listener)
{
	serve_with(accepts, &listener, 1);
}

static double answer_after(long clients)
{
	return silent_answered(accept_and_serve, clients);
}

#define YIELD .begin = begin_crowd, .run = give_way, .beside = &bare_yield
#define LET_GO .begin = begin, .run = make_and_let_go, .beside = &bare_spawns
#define AWAIT .begin = begin, .run = make_and_await, .beside = &bare_spawns
#define FUTURES .begin = begin, .run = set_futures, .beside = &bare_switch

/* The limits hold what has been reached. The aims were 1.5 for a yield, 1.25 for a task
 * that is created, and 1.15 for a sleeper; the page of chapter 6 about nanoseconds says
 * what stands in the way, and rivals.md what others need. */
static const Row rows[] = {
	{ "a yield, 1 task", YIELD, .tasks = 1, .n = 200000 },
	{ "a yield, 10 tasks", YIELD, .tasks = 10, .n = 200000 },
	{ "a yield, 100 tasks", YIELD, .tasks = 100, .n = 200000 },
	{ "a yield, 1,000 tasks", YIELD, .tasks = 1000, .n = 2000000, .limit = 2.3,
	  .plotted = "a yield" },
	{ "a yield, 10,000 tasks", YIELD, .tasks = 10000, .n = 100000 },
	{ "created, run, let go, 1,000 at a time", LET_GO, .tasks = 1000, .n = 1000000,
	  .limit = 3 },
	{ "created, run, awaited, 1 at a time", AWAIT, .tasks = 1, .n = 1000000 },
	{ "created, run, awaited, 10 at a time", AWAIT, .tasks = 10, .n = 50000 },
	{ "created, run, awaited, 100 at a time", AWAIT, .tasks = 100, .n = 50000 },
	{ "created, run, awaited, 1,000 at a time", AWAIT, .tasks = 1000, .n = 1000000,
	  .limit = 3.2, .plotted = "created, run, awaited" },
	{ "created, run, awaited, 1,000,000 alive", AWAIT, .tasks = 1000000, .n = 1000000,
	  .cold = true, .rounds = 7, .lengthy = true, .mib = 10000 },
	{ "created, waits, cancelled, 100 at a time", .begin = begin, .run = cancel,
	  .tasks = 100, .n = 20000, .beside = &bare_spawns },
	{ "100,000 sleepers of 0 to 100 ms, each", .begin = begin, .run = make_sleepers,
	  .tasks = 100000, .n = 100000, .cold = true, .rounds = 7,
	  .beside = &bare_sleepers, .limit = 1.9, .mib = 1000 },
	{ "a future set and awaited, 1 at a time", FUTURES, .tasks = 1, .n = 50000 },
	{ "a future set and awaited, 10 at a time", FUTURES, .tasks = 10, .n = 50000 },
	{ "a timeout entered and left", .begin = begin, .run = enter_and_leave,
	  .tasks = 1, .n = 50000, .beside = &bare_switch },
	{ "one of 100,000 tasks parked", "KiB", .figure = parked, .tasks = 100000,
	  .rounds = 1, .beside = &bare_parked, .most = 4.1, .mib = 500 },
	{ "one of 1,000,000, page tables too", "KiB", .figure = sleep_all,
	  .tasks = 1000000, .rounds = 1, .most = 4.8, .mib = 6000, .lengthy = true },
	{ "kept of 6,400 * 48 KiB, 1 in 64 alive", "%", .figure = burst, .tasks = 6400,
	  .rounds = 1, .most = 20, .mib = 500 },
	ECHO("an echo, 64 connections", 1.03, .measure = serve, .and_next = 2,
	     .tasks = 64),
	ECHO("an echo, 1,000 connections", 1.06, .measure = serve, .and_next = 2,
	     .tasks = MOST),
	ECHO("an echo, 64 connections, no room", 0, .measure = serve_in_no_more_room,
	     .and_next = 2, .tasks = 64),
	{ "poll, 5,000 say nothing: one more", "ms", .figure = answer_after,
	  .tasks = SILENT, .rounds = 3, .beside = &silent_work, .limit = 2, .mib = 200 },
};

const Chapter chapter_04 = { "Chapter 4: futures and tasks", rows,
	                     sizeof rows / sizeof *rows };
