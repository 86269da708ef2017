/* bench_05.c - what it costs to hand an item from task to task, and to serve a request on
 * streams: an echo, and a page. */
#include "bare_switch.h"
#include "echo.h"
#include "http.h"
#include "queues.h"
#include "runners.h"

#include <stdint.h>

/* ==== Queues ==== */

static Loop *loop;

/* n items through a queue. */
typedef struct Belt {
	Queue queue;
	long n;
} Belt;

static int puts_items(void *arg, void **result)
{
	Belt *belt = arg;

	for (long i = 0; i < belt->n; i++) {
		if (queue_put(&belt->queue, belt) < 0)
			abort();
	}
	return 0;
}

static int gets_items(void *arg, void **result)
{
	Belt *belt = arg;
	void *item;

	for (long i = 0; i < belt->n; i++) {
		if (queue_get(&belt->queue, &item) < 0)
			abort();
	}
	return 0;
}

static void hand_over(long n, long maxsize)
{
	Belt belt = { .queue = { .maxsize = maxsize }, .n = n };

	task_detach(loop_create_task(loop, puts_items, &belt));
	if (loop_run_until_complete(loop, loop_create_task(loop, gets_items, &belt),
	                            NULL) < 0)
		abort();
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

enum { BARE, ONE, MANY, COUNT };

static void queues(void)
{
	Measured all[COUNT] = {
		[BARE] = { "a bare switch, there and back", switch_bare, 400000, 0 },
		[ONE] = { "an item, through a queue of size 1", hand_over_1, 50000, 0 },
		[MANY] = { "an item, through a queue of size 128", hand_over_128, 200000,
		           0 },
	};

	loop = asyncio_new_event_loop();
	bare_begin();
	bench_measure(all, COUNT);
	printf("\n");
	bench_judge("a queue of size 1 / a bare switch", all[ONE].best / all[BARE].best,
	            22);
	bench_judge("a queue of size 128 / a bare switch",
	            all[MANY].best / all[BARE].best, 4);
	loop_free(loop);
}

/* ==== Streams ==== */

static int echo(void *arg, void **result)
{
	StreamReader *reader;
	StreamWriter *writer;
	char data[BYTES];
	int error = asyncio_open_connection_sock((int)(intptr_t)arg, &reader, &writer);

	while (error == 0) {
		ssize_t n = reader_read(reader, data, sizeof data);
		if (n <= 0)
			break;
		error = writer_write(writer, data, (size_t)n);
		if (error == 0)
			error = writer_drain(writer);
	}
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
	loop_run_forever(serving);
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
	struct epoll_event events[64];
	char data[ANSWER], answer[ANSWER];
	int epoll = epoll_create1(0), left = n;
	int size = snprintf(answer, sizeof answer,
	                    "HTTP/1.1 200 OK\r\n"
	                    "Content-Type: text/html\r\n"
	                    "Content-Length: %zu\r\n"
	                    "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
	                    "Connection: keep-alive\r\n\r\n%s",
	                    strlen(http_page), http_page);

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLIN,
			                     .data.fd = connections[i] };
		epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i], &event);
	}
	while (left > 0) {
		int ready = epoll_wait(epoll, events, 64, -1);
		for (int i = 0; i < ready; i++) {
			if (recv(events[i].data.fd, data, sizeof data, 0) > 0 &&
			    send(events[i].data.fd, answer, (size_t)size, MSG_NOSIGNAL) >
			            0)
				continue;
			close(events[i].data.fd);
			left--;
		}
	}
}

int main(void)
{
	static Contender echoes[] = { { "a bare epoll loop", serve_bare, 0 },
		                      { "an echo on streams", serve_echo, 1.25 } };
	static Contender pages[] = { { "a bare epoll loop", serve_bytes, 0 },
		                     { "a page of the web server", serve_page,
		                       1 / 0.8 } };

	printf("Chapter 5, the best of %d rounds:\n", ROUNDS);
	queues();
	echo_begin(2);
	printf("\nProcessor time of the server for a request, the median of %d:\n",
	       WINDOWS);
	echo_compare(echoes, 2, 64);
	echo_size = (size_t)snprintf(echo_request, sizeof echo_request,
	                             "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
	                             "\r\n");
	echo_compare(pages, 2, 64);
	return 0;
}
