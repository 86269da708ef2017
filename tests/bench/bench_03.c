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

enum { BYTES = 64, MOST = 1000, WINDOWS = 200, WINDOW_MS = 10 };

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

/* A server in a process of its own, and our ends of its connections. */
typedef struct Server {
	const char *name;
	void (*serve)(int connections[], int n);
	double limit; /* times the yardstick */
	int connections[MOST], epoll;
	pid_t pid;
	double us[WINDOWS], ratio[WINDOWS]; /* for a request; to the yardstick's */
} Server;

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

static void server_start(Server *server, int n)
{
	static int theirs[MOST];
	struct sockaddr_in here;
	int listener = listen_somewhere(&here);

	server->epoll = epoll_create1(0);
	for (int i = 0; i < n; i++) {
		int fd = server->connections[i] = socket(AF_INET, SOCK_STREAM, 0);
		struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
		if (connect(fd, (struct sockaddr *)&here, sizeof here) < 0)
			exit(1);
		theirs[i] = accept(listener, NULL, NULL);
		nonblocking(theirs[i]);
		epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
	}
	close(listener);
	fflush(NULL);
	server->pid = fork();
	if (server->pid == 0) {
		pin(0);
		server->serve(theirs, n);
		_exit(0);
	}
	for (int i = 0; i < n; i++)
		close(theirs[i]);
}

static void server_end(Server *server, int n)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	for (int i = 0; i < n; i++)
		close(server->connections[i]);
	close(server->epoll);
}

/* The processor time that it has used, in microseconds. */
static double server_cpu(const Server *server)
{
	struct timespec used = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(server->pid, &clock) == 0)
		clock_gettime(clock, &used);
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec * 1e-3;
}

/* One request on each connection at a time, for a while, until all are answered; what one
 * took of the server's processor. */
static double server_window(const Server *server, int n)
{
	struct epoll_event events[64];
	char data[BYTES] = "x";
	double before = server_cpu(server), end = bench_now() + WINDOW_MS * 1e6;
	long answered = 0;

	for (int i = 0; i < n; i++)
		send(server->connections[i], data, sizeof data, 0);
	for (int under_way = n; under_way > 0;) {
		int ready = epoll_wait(server->epoll, events, 64, 100);
		bool more = bench_now() < end;
		for (int i = 0; i < ready; i++) {
			if (recv(events[i].data.fd, data, sizeof data, 0) <= 0)
				exit(1);
			answered++;
			if (more)
				send(events[i].data.fd, data, sizeof data, 0);
			else
				under_way--;
		}
	}
	return (server_cpu(server) - before) / (double)answered;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median(double all[WINDOWS])
{
	qsort(all, WINDOWS, sizeof all[0], by_size);
	return all[WINDOWS / 2];
}

enum { BARE, TASKS, CALLBACKS, SERVERS };

static Server servers[SERVERS] = { { "a bare epoll loop", serve_bare, 0 },
	                           { "tasks", serve_tasks, 1.15 },
	                           { "callbacks", serve_callbacks, 1.1 } };

/* All are there the whole time and take turns, in windows so short that the machine,
 * which has faster hours and slower ones, does not change between one and the next: each
 * is compared with the yardstick's beside it. The first round warms up. */
static void compare(int n)
{
	char what[80];

	for (int i = 0; i < SERVERS; i++)
		server_start(&servers[i], n);
	pin(1);
	for (int window = -1; window < WINDOWS; window++) {
		for (int i = 0; i < SERVERS; i++) {
			double us = server_window(&servers[i], n);
			if (window < 0)
				continue;
			servers[i].us[window] = us;
			servers[i].ratio[window] = us / servers[BARE].us[window];
		}
	}
	for (int i = 0; i < SERVERS; i++) {
		server_end(&servers[i], n);
		printf("  %-30s %5d connections %13.2f us\n", servers[i].name, n,
		       median(servers[i].us));
	}
	for (int i = TASKS; i < SERVERS; i++) {
		snprintf(what, sizeof what, "%s / bare epoll, %d connections",
		         servers[i].name, n);
		bench_judge(what, median(servers[i].ratio), servers[i].limit);
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
	struct rlimit limit = { 4 * MOST + 50, 4 * MOST + 50 };

	setrlimit(RLIMIT_NOFILE, &limit);
	printf("Chapter 3, processor time of the server for a request, the median of "
	       "%d:\n",
	       WINDOWS);
	compare(64);
	compare(MOST);
	idle();
	return 0;
}
