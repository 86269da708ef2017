/* fetch_delays.c - a producer, a bounded queue, and consumers that fetch what takes
 * time from a web server. How do they learn that the work is over? First not at all;
 * then in three ways. The server is another process: in our loop it could still wake
 * somebody, and nobody would notice that it never will. */
#include "examples/http.h" /* not from beside this file: yours comes first */
#include "machines/descriptors.h"
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

/* Sends its port, and serves until the other end of the socket is closed. */
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
		error = (int)loop_sock_recv(loop, parent, &byte, 1);
	http_stop(&http, server);
	return error;
}

/* The child: where it cannot serve it says why, and sends that in place of the port. */
static void serve_or_say_why(int parent)
{
	unsetenv("ASYNCIO_CLOCK"); /* we know nothing of each other's clocks */
	int error = asyncio_run(serve, &parent, NULL);
	if (error < 0)
		fprintf(stderr, "%s: the server: %s\n", program_name, strerror(-error));
	send(parent, &error, sizeof error, MSG_NOSIGNAL);
	_exit(error < 0);
}

/* Our end of a socket: when it is closed, or we are gone, so is the server. */
static int serve_in_a_child(int *port)
{
	int ends[2], error = io_socketpair(ends);

	if (error < 0)
		program_fail(error);
	if (fcntl(ends[0], F_SETFL, 0) < 0) /* ours may block: there is no loop yet */
		program_fail(-errno);
	pid_t child = fork();
	if (child < 0)
		program_fail(-errno);
	if (child == 0) {
		close(ends[0]);
		serve_or_say_why(ends[1]);
	}
	close(ends[1]);
	ssize_t n = read(ends[0], port, sizeof *port);
	if (n != sizeof *port)
		program_fail(n < 0 ? -errno : -ENODATA);
	if (*port < 0)
		program_fail(*port);
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
	ssize_t n = asyncio_open_connection("127.0.0.1", work->port, &reader, &writer);

	if (n == 0)
		n = ask(reader, writer, ms, body, sizeof body);
	writer_free(writer);
	if (n < 0 && n != -ECANCELED)
		fprintf(stderr, "%s could not fetch: %s\n", name, strerror((int)-n));
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

/* Waits until the producer has put everything into the queue and all that has been
 * fetched; or until there is no hope of that. */
static int join_and_cancel(Work *work, Task *tasks[])
{
	int error = future_wait(tasks[0]);

	if (error == 0)
		error = queue_join(&work->queue);
	for (long i = 1; i <= work->consumers; i++)
		task_cancel(tasks[i]);
	return error;
}

/* The first error of those that have failed. That we have cancelled consumers is none. */
static int first_error(const Work *work, const int errors[])
{
	for (long i = 0; i <= work->consumers; i++) {
		if (errors[i] < 0 && (errors[i] != -ECANCELED || work->ending != CANCEL))
			return errors[i];
	}
	return 0;
}

static int work_until_over(void *arg, void **result)
{
	Work *work = arg;
	Future *tasks[MOST_CONSUMERS + 1];
	int errors[MOST_CONSUMERS + 1] = { 0 }, error = 0;
	char name[32];

	tasks[0] = asyncio_create_task(produce, work);
	task_set_name(tasks[0], "producer");
	for (long i = 1; i <= work->consumers; i++) {
		tasks[i] = asyncio_create_task(consume, work);
		snprintf(name, sizeof name, "consumer %ld", i);
		task_set_name(tasks[i], name);
	}
	if (work->ending == CANCEL)
		error = join_and_cancel(work, tasks);
	int end = await(asyncio_gatherv(tasks, (size_t)work->consumers + 1, NULL, errors),
	                NULL);
	if (error < 0 || end < 0)
		return error < 0 ? error : end;
	return first_error(work, errors);
}

/* Returns 0, or why the others need not run. The first run ends with -EDEADLK when all
 * has been fetched, as it should, and an interrupt ends one run. */
static int run(Work work, int ending)
{
	work.ending = ending;
	printf("== %s\n", endings[ending]);
	program_flush();
	int error = asyncio_run(work_until_over, &work, NULL);
	printf("%ld of %ld fetched: %s\n\n", work.fetched, work.items,
	       error < 0 ? strerror(-error) : "it ends");
	program_flush();
	queue_clear(&work.queue);
	bool stuck = ending == NOBODY_SAYS && work.fetched == work.items;
	return (stuck && error == -EDEADLK) || error == -EINTR ? 0 : error;
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
	int error = 0;
	for (int ending = NOBODY_SAYS; ending < ENDINGS && error == 0; ending++)
		error = run(work, ending);
	close(server);
	wait(NULL);
	if (error < 0)
		program_fail(error);
	return 0;
}
