/* bench_03.c - what serving a request costs, on 64 connections and on 1,000: echo.h. */
#include "echo.h"
#include "echo_task.h"
#include "selectors.h"
#include "signals.h"
#include "../sockets.h"
#include "transports.h"

#include <stdint.h>

static void serve_tasks(int connections[], int n)
{
	Loop *loop = echo_loop = asyncio_new_event_loop();

	for (int i = 0; i < n; i++)
		bench_succeeds(io_task_add(
			loop,
			generator_new(echo_task, (void *)(intptr_t)connections[i])));
	bench_succeeds(loop_run_forever(loop));
	loop_free(loop);
}

typedef struct Echo {
	Protocol protocol;
	Transport *transport;
} Echo;

static void made(Protocol *protocol, Transport *transport)
{
	((Echo *)(void *)protocol)->transport = transport;
}

static void received(Protocol *protocol, const void *data, size_t n)
{
	bench_succeeds(transport_write(((Echo *)(void *)protocol)->transport, data, n));
}

static void serve_callbacks(int connections[], int n)
{
	static Echo echoes[MOST];
	Loop *loop = asyncio_new_event_loop();

	for (int i = 0; i < n; i++) {
		echoes[i].protocol = (Protocol){ .connection_made = made,
			                         .data_received = received };
		transport_new(loop, connections[i], &echoes[i].protocol);
	}
	bench_succeeds(loop_run_forever(loop));
	loop_free(loop);
}

enum { BARE, TASKS, CALLBACKS, SERVERS };

static Contender servers[SERVERS] = { { .serve = serve_bare },
	                              { .serve = serve_tasks },
	                              { .serve = serve_callbacks } };

static void serve(const Row *row, Result results[])
{
	echo_begin(SERVERS);
	echo_compare(servers, SERVERS, (int)row->tasks, results);
}

static long passes;
static void (*real_select)(Selector *selector, double deadline, Links *ready);

static void counting_select(Selector *selector, double deadline, Links *ready)
{
	passes++;
	real_select(selector, deadline, ready);
}

static void stop(void *loop)
{
	loop_stop(loop);
}

/* A server that nobody talks to. */
static double idle(long tasks)
{
	Loop *loop = echo_loop = asyncio_new_event_loop();
	Handle end = HANDLE(stop, loop);
	int ends[2];

	if (unblocked_pair(SOCK_STREAM, ends) < 0)
		exit(1);
	real_select = loop->selector->select;
	loop->selector->select = counting_select;
	Generator *task = generator_new(echo_task, (void *)(intptr_t)ends[0]);
	bench_succeeds(io_task_add(loop, task));
	loop_call_later(loop, 2, &end);
	bench_succeeds(loop_run_forever(loop));
	loop_free(loop);
	return (double)passes;
}

/* ==== A write behind what waits already ==== */

static Protocol silent;
static Transport *backlog;

static void write_behind(long n)
{
	static char data[100];

	while (n-- > 0)
		bench_succeeds(transport_write(backlog, data, sizeof data));
}

/* The other end of the connection does not read. */
static void begin_behind(long mb)
{
	static char million[1000000];
	int ends[2];

	bench_check(unblocked_pair(SOCK_STREAM, ends) == 0, "there is a pair of sockets");
	backlog = bench_need(
		transport_new(asyncio_new_event_loop(), ends[0], &silent));
	while (mb-- > 0)
		bench_succeeds(transport_write(backlog, million, sizeof million));
}

static void begin_behind_1(long mb)
{
	begin_behind(1);
}

static const Work behind_1 = { "the same behind 1 MB", begin_behind_1, write_behind,
	                       NULL };

static const Row rows[] = {
	ECHO("tasks, 64 connections", 1.15, .measure = serve, .and_next = 5, .tasks = 64),
	ECHO("callbacks, 64 connections", 1.03, .tasks = 64),
	ECHO("tasks, 1,000 connections", 1.15, .measure = serve, .and_next = 5,
	     .tasks = MOST),
	ECHO("callbacks, 1,000 connections", 1.05, .tasks = MOST),
	{ "100 bytes written behind 64 MB", .begin = begin_behind, .run = write_behind,
	  .tasks = 64, .n = 20000, .beside = &behind_1, .limit = 1.3, .mib = 300 },
	{ "passes of the loop in two idle seconds", .unit = "", .figure = idle,
	  .rounds = 1, .most = 2 },
};

const Chapter chapter_03 = { "Chapter 3: a request served, 64 bytes echoed", rows,
	                     sizeof rows / sizeof *rows };
