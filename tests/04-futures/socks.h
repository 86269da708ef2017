/* socks.h - what the tests of sockets share: tasks that read and write, and say how it
 * went. */
#ifndef SOCKS_H
#define SOCKS_H

#include "running.h"
#include "sock.h"
#include "sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>

/* The loop and a connected pair of sockets, of this round of on_both. */
static Loop *loop;
static int pair[2];

/* Runs a coroutine to its end with each selector; it says what is expected each time. */
static inline void run_round(Loop *new_loop, CoroutineFn *fn, const char *expected)
{
	loop = new_loop;
	open_pair(pair);
	Task *task = loop_create_task(loop, fn, NULL);
	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_traced(expected);
	loop_close_fd(loop, pair[0]);
	loop_close_fd(loop, pair[1]);
}

static CoroutineFn *round_fn;
static const char *round_expects;

static inline void one_round(Loop *new_loop)
{
	run_round(new_loop, round_fn, round_expects);
}

static inline void run_on_both(CoroutineFn *fn, const char *expected)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	round_fn = fn;
	round_expects = expected;
	on_both(one_round);
}

/* A task that reads once from pair[0], and says what. */
static inline int reads(void *name, void **result)
{
	char data[16];
	ssize_t n = loop_sock_recv(loop, pair[0], data, sizeof data);

	trace("%s:%.*s", (char *)name, n > 0 ? (int)n : 99, n > 0 ? data : why((int)n));
	return 0;
}

static inline void writes(void *text)
{
	trace("writes:%d", (int)write(pair[1], text, strlen(text)));
}

static inline void closes(void *fd)
{
	trace("closes:%d", loop_close_fd(loop, *(int *)fd));
}

/* Until the socket takes no more. */
static inline void fill(int fd)
{
	static char block[65536];

	while (write(fd, block, sizeof block) > 0)
		;
}

static inline void empty(void *fd)
{
	static char block[65536];

	while (read(*(int *)fd, block, sizeof block) > 0)
		;
	trace("emptied");
}

/* A listener on a free port of this machine, and its address. */
static inline int listen_here(struct sockaddr_in *address, int backlog)
{
	int fd = unblocked(socket(AF_INET, SOCK_STREAM, 0));
	socklen_t size = sizeof *address;

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)address, size) < 0 || listen(fd, backlog) < 0 ||
	    getsockname(fd, (struct sockaddr *)address, &size) < 0)
		trace("no listener:%s", strerror(errno));
	return fd;
}

static inline int new_socket(void)
{
	return unblocked(socket(AF_INET, SOCK_STREAM, 0));
}

static inline int connect_to(int fd, const struct sockaddr_in *address)
{
	return loop_sock_connect(loop, fd, (const struct sockaddr *)address,
	                         sizeof *address);
}

#endif
