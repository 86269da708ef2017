/* echo.h - what serving a request costs: 64 bytes echoed, with one request under way on
 * each connection. Servers are measured beside a bare epoll loop, which does nothing
 * else: their processor time for a request, and how long clients wait for an answer. */
#ifndef ECHO_H
#define ECHO_H

#include "yardsticks.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* ANSWERS: the most that a window can have. LONG=1 measures twice as many windows. */
enum { BYTES = 64, MOST = 1000, WINDOWS = ROUNDS_MOST / 2, WINDOW_MS = 10 };
enum { ANSWERS = 1 << 16 };

static inline void pin(int processor)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(processor, &set);
	sched_setaffinity(0, sizeof set, &set); /* where there is only one: never mind */
}

static inline void nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static inline void serve_bare(int connections[], int n)
{
	bare_serve(connections, n, NULL, 0);
}

/* What is asked, and how much is read of an answer at once: all of it. */
static char echo_request[256] = "x";
static size_t echo_size = BYTES;
enum { ANSWER = 1024 };

/* A server in a process of its own, and our ends of its connections. */
typedef struct Contender {
	void (*serve)(int connections[], int n);
	int connections[MOST], epoll;
	pid_t pid;
} Contender;

static inline int listen_somewhere(struct sockaddr_in *here)
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

static inline void server_start(Contender *server, int n)
{
	static int theirs[MOST];
	struct sockaddr_in here;
	int listener = listen_somewhere(&here);

	server->epoll = epoll_create1(0);
	for (int i = 0; i < n; i++) {
		int fd = server->connections[i] = socket(AF_INET, SOCK_STREAM, 0);
		struct epoll_event event = { EPOLLIN, { .u32 = (uint32_t)i } };
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

static inline void server_end(Contender *server, int n)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	for (int i = 0; i < n; i++)
		close(server->connections[i]);
	close(server->epoll);
}

/* The processor time that it has used, in microseconds. */
static inline double server_cpu(const Contender *server)
{
	struct timespec used = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(server->pid, &clock) == 0)
		clock_gettime(clock, &used);
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec * 1e-3;
}

/* What a window has found, in microseconds: the processor time that the server used for
 * a request, and the time in which half of the requests, and 99 of 100, had answers. */
typedef struct Window {
	double cpu, p50, p99;
} Window;

static inline void echo_ask(const Contender *server, uint32_t i, double asked[])
{
	asked[i] = bench_clock(CLOCK_MONOTONIC);
	send(server->connections[i], echo_request, echo_size, 0);
}

/* Has one request under way on each connection for a while, until all are answered. */
static inline Window server_window(const Contender *server, int n)
{
	static double asked[MOST], waited[ANSWERS];
	struct epoll_event events[64];
	char data[ANSWER];
	double before = server_cpu(server),
	       end = bench_clock(CLOCK_MONOTONIC) + WINDOW_MS * 1e6;
	int answered = 0, under_way = n;

	for (int i = 0; i < n; i++)
		echo_ask(server, (uint32_t)i, asked);
	while (under_way > 0) {
		int ready = epoll_wait(server->epoll, events, 64, 100);
		double now = bench_clock(CLOCK_MONOTONIC);
		for (int i = 0; i < ready; i++) {
			uint32_t which = events[i].data.u32;
			if (recv(server->connections[which], data, sizeof data, 0) <= 0)
				exit(1);
			waited[answered++] = now - asked[which];
			if (now < end && answered + n < ANSWERS)
				echo_ask(server, which, asked);
			else
				under_way--;
		}
	}
	double p50 = bench_median(waited, answered); /* sorts them */
	return (Window){ (server_cpu(server) - before) / answered, p50 / 1e3,
		         waited[answered - 1 - answered / 100] / 1e3 };
}

/* Compares the servers with the first one, which is the yardstick. All run the whole time
 * and take turns, in windows so short that the machine, which has faster hours and slower
 * ones, does not change between one and the next: each is compared with the yardstick's
 * beside it. The first round warms up. Three results belong to each server, for its rows:
 * results[0] to [2] are the processor time, the median and the 99th percentile of the
 * second server, and so on. */
static inline void echo_compare(Contender servers[], int count, int n, Result results[])
{
	const int windows = bench_quick ? 2 : bench_long ? 2 * WINDOWS : WINDOWS;
	Window found[count];

	for (int i = 0; i < count; i++)
		server_start(&servers[i], n);
	pin(1);
	for (int window = -1; window < windows; window++) {
		for (int i = 0; i < count; i++)
			found[i] = server_window(&servers[i], n);
		for (int i = 0; window >= 0 && i < 3 * (count - 1); i++) {
			const double *ours = &found[1 + i / 3].cpu, *bare = &found[0].cpu;
			results[i].ours[window] = ours[i % 3];
			results[i].beside[window] = results[i].wall[window] = bare[i % 3];
			results[i].rounds = window + 1;
		}
	}
	for (int i = 0; i < count; i++)
		server_end(&servers[i], n);
}

/* The yardstick's name, in the table. */
static const Work bare_epoll = { .name = "a bare epoll loop" };

/* Three rows for a server: what results[0] to [2] are. The limit is of processor time.
 * The first row of all that are measured together has .measure, .tasks and .and_next. */
#define ECHO(name, most, ...)                                                            \
	{ name, "us", .beside = &bare_epoll, .limit = most, __VA_ARGS__ },               \
		{ name ", p50", "us", .beside = &bare_epoll },                           \
		{ name ", p99", "us", .beside = &bare_epoll }

/* Room for that many descriptors. */
static inline void echo_begin(int count)
{
	rlim_t most = (rlim_t)(count + 1) * MOST + 50;
	struct rlimit limit = { most, most };

	setrlimit(RLIMIT_NOFILE, &limit);
}

#endif
