/* bench_03.c - what serving a request costs: 64 bytes echoed, on 64 connections and on
 * 1,000, with one request under way on each. Against a bare epoll loop that does nothing
 * else. */
#include "bench.h"
#include "io_tasks.h"
#include "selectors.h"
#include "signals.h"
#include "transports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BYTES = 64, MOST = 1000, TIMES = 6, WINDOW_MS = 700 };

static void pin(int processor)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	sched_setaffinity(0, sizeof set, &set); /* where there is only one: never mind */
}

static void nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* The yardstick: wait, read, write; two system calls a request. */
static void serve_bare(int connections[], int n)
{
	struct epoll_event events[64];
	char data[BYTES];
	int epoll = epoll_create1(0), left = n;

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLIN,
			                     .data.fd = connections[i] };
		epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i], &event);
	}
	while (left > 0) {
		int ready = epoll_wait(epoll, events, 64, -1);
		for (int i = 0; i < ready; i++) {
			ssize_t got = recv(events[i].data.fd, data, sizeof data, 0);
			if (got > 0 &&
			    send(events[i].data.fd, data, (size_t)got, MSG_NOSIGNAL) > 0)
				continue;
			close(events[i].data.fd);
			left--;
		}
	}
}

static Loop *serving;

static int echo(void *arg, void **result)
{
	int fd = (int)(intptr_t)arg;
	char data[BYTES];
	ssize_t n = 1;

	while (n > 0 && io_readable(fd) == 0) {
		n = recv(fd, data, sizeof data, 0);
		if (n > 0)
			n = send(fd, data, (size_t)n, MSG_NOSIGNAL);
	}
	loop_close_fd(serving, fd);
	return 0;
}

static void serve_tasks(int connections[], int n)
{
	Loop *loop = serving = asyncio_new_event_loop();

	for (int i = 0; i < n; i++)
		io_task_add(loop, generator_new(echo, (void *)(intptr_t)connections[i]));
	loop_run_forever(loop);
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
	transport_write(((Echo *)(void *)protocol)->transport, data, n);
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
	loop_run_forever(loop);
	loop_free(loop);
}

/* One request on each connection at a time, for so long; how many were answered. */
static long load(int connections[], int n)
{
	struct epoll_event events[64];
	char data[BYTES] = "x";
	int epoll = epoll_create1(0);
	long answered = 0;

	for (int i = 0; i < n; i++) {
		struct epoll_event event = { .events = EPOLLIN,
			                     .data.fd = connections[i] };
		epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i], &event);
		send(connections[i], data, sizeof data, 0);
	}
	double end = bench_now() + WINDOW_MS * 1e6;
	while (bench_now() < end) {
		int ready = epoll_wait(epoll, events, 64, 100);
		for (int i = 0; i < ready; i++) {
			if (recv(events[i].data.fd, data, sizeof data, 0) <= 0)
				exit(1);
			answered++;
			send(events[i].data.fd, data, sizeof data, 0);
		}
	}
	close(epoll);
	return answered;
}

static int listen_somewhere(struct sockaddr_in *here)
{
	socklen_t size = sizeof *here;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*here = (struct sockaddr_in){ .sin_family = AF_INET,
		                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(fd, (struct sockaddr *)here, sizeof *here) < 0 || listen(fd, MOST) < 0)
		exit(1);
	getsockname(fd, (struct sockaddr *)here, &size);
	return fd;
}

/* Microseconds of the server's processor for each request. */
static double measure(void (*serve)(int connections[], int n), int n)
{
	static int ours[MOST], theirs[MOST];
	struct sockaddr_in here;
	struct rusage usage;
	int listener = listen_somewhere(&here);

	for (int i = 0; i < n; i++) {
		ours[i] = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(ours[i], (struct sockaddr *)&here, sizeof here) < 0)
			exit(1);
		theirs[i] = accept(listener, NULL, NULL);
		nonblocking(theirs[i]);
	}
	close(listener);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		pin(0);
		for (int i = 0; i < n; i++)
			close(ours[i]);
		serve(theirs, n);
		_exit(0);
	}
	for (int i = 0; i < n; i++)
		close(theirs[i]);
	pin(1);
	long answered = load(ours, n);
	for (int i = 0; i < n; i++)
		close(ours[i]);
	wait4(child, NULL, 0, &usage);
	double us = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	            (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
	return us / (double)answered;
}

enum { BARE, TASKS, CALLBACKS, KINDS };

static void compare(int n)
{
	void (*const kinds[KINDS])(int[], int) = { serve_bare, serve_tasks,
		                                   serve_callbacks };
	const char *const names[KINDS] = { "a bare epoll loop", "tasks", "callbacks" };
	const double limits[KINDS] = { 0, 1.15, 1.1 };
	double best[KINDS] = { INFINITY, INFINITY, INFINITY };
	char what[80];

	for (int round = 0; round < TIMES; round++) {
		for (int i = 0; i < KINDS; i++) {
			double us = measure(kinds[i], n);
			best[i] = us < best[i] ? us : best[i];
		}
	}
	for (int i = 0; i < KINDS; i++)
		printf("  %-30s %5d connections %13.2f us\n", names[i], n, best[i]);
	for (int i = 1; i < KINDS; i++) {
		snprintf(what, sizeof what, "%s / bare epoll, %d connections", names[i],
		         n);
		bench_judge(what, best[i] / best[BARE], limits[i]);
	}
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
static void idle(void)
{
	Loop *loop = serving = asyncio_new_event_loop();
	Handle end = HANDLE(stop, loop);
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) < 0)
		exit(1);
	real_select = loop->selector->select;
	loop->selector->select = counting_select;
	io_task_add(loop, generator_new(echo, (void *)(intptr_t)ends[0]));
	loop_call_later(loop, 2, &end);
	loop_run_forever(loop);
	bench_judge("turns of the loop in two idle seconds, begin and end",
	            (double)passes, 2);
	loop_free(loop);
}

int main(void)
{
	struct rlimit limit = { 3 * MOST, 3 * MOST };

	setrlimit(RLIMIT_NOFILE, &limit);
	printf("Chapter 3, processor time of the server for a request, the best of %d:\n",
	       TIMES);
	compare(64);
	compare(MOST);
	idle();
	return 0;
}
