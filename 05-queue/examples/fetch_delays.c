/* fetch_delays.c - a producer, a bounded queue, and consumers that fetch what takes
 * time from a web server. How do they learn that the work is over? First not at all;
 * then in three ways. The server is another process: in our loop it could still wake
 * somebody, and nobody would notice that it never will. */
#include "examples/http.h" /* not from beside this file: yours comes first */
#include "program.h"
#include "queues.h"
#include "runners.h"
#include "sock.h"

#include <stdint.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { MOST_CONSUMERS = 100 };
enum { NOBODY_SAYS, CANCEL, SENTINEL, SHUTDOWN, ENDINGS };

static const char *const endings[] = { "Nobody says that the work is over",
	                               "The queue is joined, and the consumers cancelled",
	                               "The producer puts a None for each consumer",
	                               "The producer shuts the queue down" };

/* What the tasks of a run share. */
typedef struct Work {
	Queue queue;
	long items, consumers, delay;
	int port, ending;
	long fetched;
} Work;

/* ==== The server, in a child ==== */

/* Tells its port, and serves until the other end of the socket is closed. */
static int serve(void *arg, void **result)
{
	static Http http = { .timeout = 10 };
	int error, parent = *(int *)arg;
	Server *server;
	char byte;

	error = http_start(&http, "127.0.0.1", 0, &server);
	if (error < 0)
		return error;
	Loop *loop = asyncio_get_running_loop();
	error = loop_sock_sendall(loop, parent, &server->port, sizeof server->port);
	if (error == 0)
		loop_sock_recv(loop, parent, &byte, 1);
	http_stop(&http, server);
	return error;
}

/* Our end of a socket: when it is closed, or we are gone, so is the server. */
static int serve_in_a_child(int *port)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		program_fail(-errno);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
		unsetenv("ASYNCIO_CLOCK"); /* we know nothing of each other's clocks */
		_exit(asyncio_run(serve, &ends[1], NULL) < 0);
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], port, sizeof *port) != sizeof *port)
		program_fail(child < 0 ? -EAGAIN : -EIO);
	return ends[0];
}

/* ==== The work ==== */

/* Asks, skips the header of the answer, and reads the body to the end. */
static ssize_t ask(StreamReader *reader, StreamWriter *writer, long ms, char *body,
                   size_t n)
{
	char line[HTTP_LINE];
	ssize_t status = snprintf(line, sizeof line,
	                          "GET /delay/%ld.%03ld HTTP/1.1\r\n"
	                          "Host: 127.0.0.1\r\nConnection: close\r\n\r\n",
	                          ms / 1000, ms % 1000);

	status = writer_write(writer, line, (size_t)status);
	while (status >= 0 && strcmp(line, "\r\n") != 0) {
		status = reader_readline(reader, line, sizeof line);
		if (status == 0)
			return -ENODATA; /* it has gone */
	}
	if (status >= 0)
		status = reader_readexactly(reader, body, n);
	return status == -ENODATA ? (ssize_t)reader->partial : status;
}

static int fetch(Work *work, const char *name, long ms)
{
	StreamReader *reader;
	StreamWriter *writer;
	char body[200];
	int error = asyncio_open_connection("127.0.0.1", work->port, &reader, &writer);

	if (error < 0)
		return error;
	ssize_t n = ask(reader, writer, ms, body, sizeof body);
	writer_free(writer);
	if (n < 0)
		return (int)n;
	work->fetched++;
	printf("%s: %zu left in the queue, fetched %.*s", name, queue_qsize(&work->queue),
	       (int)n, body);
	return 0;
}

/* The items are the numbers 1 and 2, in turn. */
static int produce(void *arg, void **result)
{
	Work *work = arg;
	int error = 0;

	for (long i = 0; i < work->items && error == 0; i++)
		error = queue_put(&work->queue, (void *)(uintptr_t)(1 + i % 2));
	for (long i = 0; work->ending == SENTINEL && i < work->consumers; i++)
		error = error < 0 ? error : queue_put(&work->queue, NULL);
	if (work->ending == SHUTDOWN)
		queue_shutdown(&work->queue, false);
	return error;
}

static int consume(void *arg, void **result)
{
	Work *work = arg;
	const char *name = task_get_name(asyncio_current_task());
	void *item;
	int error;

	while ((error = queue_get(&work->queue, &item)) == 0 && item != NULL) {
		error = fetch(work, name, (long)(uintptr_t)item * work->delay);
		if (error < 0)
			return error;
		queue_task_done(&work->queue);
	}
	return error == -EPIPE ? 0 : error; /* it is shut down: the work is over */
}

static int work_until_over(void *arg, void **result)
{
	Work *work = arg;
	Future *tasks[MOST_CONSUMERS + 1];
	char name[32];
	int error = 0;

	tasks[0] = asyncio_create_task(produce, work);
	task_set_name(tasks[0], "producer");
	for (long i = 1; i <= work->consumers; i++) {
		tasks[i] = asyncio_create_task(consume, work);
		snprintf(name, sizeof name, "consumer %ld", i);
		task_set_name(tasks[i], name);
	}
	if (work->ending == CANCEL) {
		error = future_wait(tasks[0]);
		if (error == 0)
			error = queue_join(&work->queue);
		for (long i = 1; i <= work->consumers; i++)
			task_cancel(tasks[i]);
	}
	int errors[MOST_CONSUMERS + 1] = { 0 };
	int status = await(
		asyncio_gatherv(tasks, (size_t)work->consumers + 1, NULL, errors), NULL);
	return error < 0 ? error : status;
}

static void run(Work work, int ending)
{
	work.ending = ending;
	printf("== %s\n", endings[ending]);
	program_flush();
	int error = asyncio_run(work_until_over, &work, NULL);
	printf("%ld of %ld fetched: %s\n\n", work.fetched, work.items,
	       error < 0 ? strerror(-error) : "it ends");
	program_flush();
	queue_clear(&work.queue);
}

int main(int argc, char *argv[])
{
	Work work = {
		.queue = { .maxsize = 3 }, .items = 10, .consumers = 2, .delay = 20
	};
	Option options[] = { { "items", &work.items, 0, 100000 },
		             { "consumers", &work.consumers, 1, MOST_CONSUMERS },
		             { "delay", &work.delay, 0, 5000 },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [--items N] [--consumers N] [--delay MS]\n\n"
		"Consumers (1 to 100; 2) fetch what a producer puts into a queue (up to "
		"100000\nitems; 10), each of which takes MS or twice MS milliseconds "
		"(20, at most 5000).\nThe first time nobody tells them when it is over.");
	int server = serve_in_a_child(&work.port);
	for (int ending = NOBODY_SAYS; ending < ENDINGS; ending++)
		run(work, ending);
	close(server);
	wait(NULL);
	return 0;
}
