/* echo.h - what serving a request costs: 64 bytes echoed, with one request under way on
 * each connection; the processor time of servers beside that of a bare epoll loop, which
 * does nothing else. */
#ifndef ECHO_H
#define ECHO_H

#include "bench.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BYTES = 64, MOST = 1000, WINDOWS = ROUNDS_MOST, WINDOW_MS = 10 };

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

/* The yardstick: wait, read, write; two system calls a request. */
static inline void serve_bare(int connections[], int n)
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

/* One request on each connection at a time, for a while, until all are answered; what one
 * took of the server's processor. */
static inline double server_window(const Contender *server, int n)
{
	struct epoll_event events[64];
	char data[ANSWER];
	double before = server_cpu(server),
	       end = bench_clock(CLOCK_MONOTONIC) + WINDOW_MS * 1e6;
	long answered = 0;

	for (int i = 0; i < n; i++)
		send(server->connections[i], echo_request, echo_size, 0);
	for (int under_way = n; under_way > 0;) {
		int ready = epoll_wait(server->epoll, events, 64, 100);
		bool more = bench_clock(CLOCK_MONOTONIC) < end;
		for (int i = 0; i < ready; i++) {
			if (recv(events[i].data.fd, data, sizeof data, 0) <= 0)
				exit(1);
			answered++;
			if (more)
				send(events[i].data.fd, echo_request, echo_size, 0);
			else
				under_way--;
		}
	}
	return (server_cpu(server) - before) / (double)answered;
}

/* The first one is the yardstick. All are there the whole time and take turns, in windows
 * so short that the machine, which has faster hours and slower ones, does not change
 * between one and the next: each is compared with the yardstick's beside it. The first
 * round warms up. results[0] is for the second of them, and so on. */
static inline void echo_compare(Contender servers[], int count, int n, Result results[])
{
	const int windows = bench_quick ? 2 : WINDOWS;

	for (int i = 0; i < count; i++)
		server_start(&servers[i], n);
	pin(1);
	for (int window = -1; window < windows; window++) {
		for (int i = 0; i < count; i++) {
			double us = server_window(&servers[i], n);
			for (int k = 0; window >= 0 && i == 0 && k < count - 1; k++)
				results[k].beside[window] = results[k].wall[window] = us;
			if (window >= 0 && i > 0)
				results[i - 1].ours[window] = us;
		}
	}
	for (int i = 0; i < count; i++)
		server_end(&servers[i], n);
	for (int k = 0; k < count - 1; k++)
		results[k].rounds = windows;
}

/* The yardstick's name, in the table. */
static const Work bare_epoll = { .name = "a bare epoll loop" };

/* Room for that many descriptors. */
static inline void echo_begin(int count)
{
	rlim_t most = (rlim_t)(count + 1) * MOST + 50;
	struct rlimit limit = { most, most };

	setrlimit(RLIMIT_NOFILE, &limit);
}

#endif
