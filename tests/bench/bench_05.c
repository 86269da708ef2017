/* bench_05.c - what it costs to hand an item from task to task, and to serve a request on
 * streams: an echo, and a page. */
#include "http.h"
#include "queues.h"
#include "runners.h"
#include "silent.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ==== Queues ==== */

static Loop *loop;

static void begin(long tasks)
{
	loop = bench_need(asyncio_new_event_loop());
}

static void run_in_loop(CoroutineFn *fn, void *arg)
{
	bench_check(
		loop_run_until_complete(loop, loop_create_task(loop, fn, arg), NULL) == 0,
		"a run ends without an error");
}

/* n items through a queue; and back through another. */
typedef struct Belt {
	Queue queue, back;
	long n;
} Belt;

static int puts_items(void *arg, void **result)
{
	Belt *belt = arg;
	int error = 0;

	for (long i = 0; i < belt->n && error == 0; i++)
		error = queue_put(&belt->queue, belt);
	return error;
}

static int gets_items(void *arg, void **result)
{
	Belt *belt = arg;
	void *item;
	int error = 0;

	for (long i = 0; i < belt->n && error == 0; i++)
		error = queue_get(&belt->queue, &item);
	return error;
}

static void hand_over(long n, long maxsize)
{
	Belt belt = { .queue = { .maxsize = maxsize }, .n = n };

	task_detach(loop_create_task(loop, puts_items, &belt));
	run_in_loop(gets_items, &belt);
	queue_clear(&belt.queue);
}

static void hand_over_1(long n)
{
	hand_over(n, 1);
}

static void hand_over_128(long n)
{
	hand_over(n, 128);
}

static int sends_back(void *arg, void **result)
{
	Belt *belt = arg;
	void *item;
	int error = 0;

	for (long i = 0; i < belt->n && error == 0; i++) {
		error = queue_get(&belt->queue, &item);
		if (error == 0)
			error = queue_put(&belt->back, item);
	}
	return error;
}

static int sends(void *arg, void **result)
{
	Belt *belt = arg;
	void *item;
	int error = 0;

	for (long i = 0; i < belt->n && error == 0; i++) {
		error = queue_put(&belt->queue, belt);
		if (error == 0)
			error = queue_get(&belt->back, &item);
	}
	return error;
}

/* An item through one queue and back through the other is two items. */
static void there_and_back(long n)
{
	Belt belt = { { .maxsize = 1 }, { .maxsize = 1 }, n / 2 };

	task_detach(loop_create_task(loop, sends_back, &belt));
	run_in_loop(sends, &belt);
	queue_clear(&belt.queue);
	queue_clear(&belt.back);
}

/* The same over the bare scheduler's channels. */
static BareChannel there, back;

static void begin_bare(long room)
{
	bare_start(1);
	there.room = back.room = (uint32_t)room;
}

static void bare_puts(long n)
{
	while (n-- > 0)
		bare_put(&there, n);
}

static void bare_hand_over(long n)
{
	bare_spawn(bare_puts, n);
	while (n-- > 0)
		bare_get(&there);
}

static void bare_sends_back(long n)
{
	while (n-- > 0)
		bare_put(&back, bare_get(&there));
}

static void bare_there_and_back(long n)
{
	bare_spawn(bare_sends_back, n / 2);
	for (n /= 2; n > 0; n--) {
		bare_put(&there, n);
		bare_get(&back);
	}
}

static const Work bare_channel = { "a bare scheduler's channel", begin_bare,
	                           bare_hand_over, NULL };
static const Work bare_channels = { "a bare scheduler's channel", begin_bare,
	                            bare_there_and_back, NULL };

/* ==== Streams ==== */

static int echo_stream(StreamReader *reader, StreamWriter *writer, void *arg)
{
	char data[BYTES];
	int error = 0;

	while (error == 0) {
		ssize_t n = reader_read(reader, data, sizeof data);
		if (n <= 0)
			break;
		error = writer_write(writer, data, (size_t)n);
		if (error == 0)
			error = writer_drain(writer);
	}
	return error;
}

static int echo(void *arg, void **result)
{
	StreamReader *reader;
	StreamWriter *writer;
	int error = asyncio_open_connection_sock((int)(intptr_t)arg, &reader, &writer);

	if (error == 0)
		echo_stream(reader, writer, NULL);
	writer_free(writer);
	return 0;
}

static int page(void *arg, void **result)
{
	static Http http = { .timeout = 10 };
	StreamReader *reader;
	StreamWriter *writer;
	int error = asyncio_open_connection_sock((int)(intptr_t)arg, &reader, &writer);

	if (http.connections.next == NULL)
		list_init(&http.connections);
	if (error == 0)
		http_serve(reader, writer, &http);
	writer_free(writer);
	return 0;
}

static void serve_with(CoroutineFn *fn, int connections[], int n)
{
	Loop *serving = asyncio_new_event_loop();

	for (int i = 0; i < n; i++)
		task_detach(
			loop_create_task(serving, fn, (void *)(intptr_t)connections[i]));
	bench_succeeds(loop_run_forever(serving));
	loop_free(serving);
}

static void serve_echo(int connections[], int n)
{
	serve_with(echo, connections, n);
}

static void serve_page(int connections[], int n)
{
	serve_with(page, connections, n);
}

/* The yardstick of the page: the same bytes, whatever is asked, but for the date. */
static void serve_bytes(int connections[], int n)
{
	char answer[ANSWER];
	int size = snprintf(answer, sizeof answer,
	                    "HTTP/1.1 200 OK\r\n"
	                    "Content-Type: text/html\r\n"
	                    "Content-Length: %zu\r\n"
	                    "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
	                    "Connection: keep-alive\r\n\r\n%s",
	                    strlen(http_page), http_page);

	bare_serve(connections, n, answer, (size_t)size);
}

static void serve_echoes(const Row *row, Result results[])
{
	static Contender echoes[] = { { .serve = serve_bare }, { .serve = serve_echo } };

	echo_begin(2);
	echo_compare(echoes, 2, (int)row->tasks, results);
}

static void serve_pages(const Row *row, Result results[])
{
	static Contender pages[] = { { .serve = serve_bytes }, { .serve = serve_page } };

	echo_begin(2);
	echo_size = (size_t)snprintf(echo_request, sizeof echo_request,
	                             "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
	                             "\r\n");
	echo_compare(pages, 2, (int)row->tasks, results);
}

static int listens(void *arg, void **result)
{
	Server *server;
	int error = asyncio_start_server_sock(echo_stream, NULL, (int)(intptr_t)arg,
	                                      &server);

	return error == 0 ? asyncio_sleep(3600) : error;
}

static void accept_and_serve(int listener)
{
	serve_with(listens, &listener, 1);
}

static double answer_after(long clients)
{
	return silent_answered(accept_and_serve, clients);
}

static const Row rows[] = {
	{ "an item there and back, queues of 1", .begin = begin, .run = there_and_back,
	  .tasks = 1, .n = 1000000, .beside = &bare_channels, .limit = 1.7 },
	{ "an item through a queue of 1", .begin = begin, .run = hand_over_1, .tasks = 1,
	  .n = 50000, .beside = &bare_channel },
	{ "an item through a queue of 128", .begin = begin, .run = hand_over_128,
	  .tasks = 128, .n = 2000000, .beside = &bare_channel, .limit = 1.6 },
	ECHO("an echo on streams, 64 connections", 1.06, .measure = serve_echoes,
	     .and_next = 2, .tasks = 64),
	ECHO("an echo on streams, 1,000", 1.1, .measure = serve_echoes, .and_next = 2,
	     .tasks = MOST),
	ECHO("a web page, 64 connections", 1.25, .measure = serve_pages, .and_next = 2,
	     .tasks = 64),
	{ "poll, 5,000 say nothing: one more", "ms", .figure = answer_after,
	  .tasks = SILENT, .rounds = 3, .beside = &silent_work, .limit = 2, .mib = 200 },
};

const Chapter chapter_05 = { "Chapter 5: queues and streams", rows,
	                     sizeof rows / sizeof *rows };
