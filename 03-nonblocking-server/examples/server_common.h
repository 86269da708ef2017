/* server_common.h - what all three servers do: they count their turns and their system
 * calls. */
#ifndef SERVER_COMMON_H
#define SERVER_COMMON_H

#include "machines/accept.h"
#include "server_listen.h"

/* Passes over all tasks, or of the loop; and system calls. */
static unsigned long turns, calls;

/* Counts a system call. Returns what recv or send have returned, or a negative errno:
 * -EAGAIN, try again later. */
static ssize_t server_status(ssize_t status)
{
	calls++;
	if (status >= 0)
		return status;
	if (errno == EINTR || errno == EWOULDBLOCK)
		return -EAGAIN;
	return -errno;
}

static int server_accept(int listener)
{
	calls++;
	return accept_connection(listener);
}

static ssize_t server_recv(int fd, char *data, size_t n)
{
	return server_status(recv(fd, data, n, 0));
}

/* A client that has closed its connection must not end the server with a SIGPIPE. */
static ssize_t server_send(int fd, const char *data, size_t n)
{
	return server_status(send(fd, data, n, MSG_NOSIGNAL));
}

#endif
