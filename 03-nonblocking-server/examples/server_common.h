/* server_common.h - what all three servers do: listen, and count what they do. */
#ifndef SERVER_COMMON_H
#define SERVER_COMMON_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of each connection, and all that it may take of our memory. */
enum { BUFFER_SIZE = 16 * 1024 };

/* In seconds: what a connection gets to take its answer when the server ends; and the
 * silence after which nothing more is on its way to us then. */
enum { GRACE = 2 };
static const double SILENCE = 0.1;

/* How often everybody had a turn; and the system calls that took. */
static unsigned long turns, calls;

static int server_listen(long port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_port = htons((in_port_t)port),
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;

	if (fd < 0)
		return -errno;
	/* Or the port stays in use for a minute after we have ended. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&here, sizeof here) == 0 && listen(fd, 1024) == 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

/* The port that we really have. */
static int server_port(int listener)
{
	struct sockaddr_in here = { 0 };
	socklen_t size = sizeof here;

	getsockname(listener, (struct sockaddr *)&here, &size);
	return ntohs(here.sin_port);
}

/* SIG_BLOCK: the signals that end us wait; until SIG_UNBLOCK, when somebody handles
 * them. */
static sigset_t server_signals(int how)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(how, &signals, NULL);
	return signals;
}

/* What accept, recv and send return, or a negative errno: -EAGAIN, try again later. */
static ssize_t server_status(ssize_t status)
{
	calls++;
	if (status >= 0)
		return status;
	if (errno == EINTR || errno == EWOULDBLOCK)
		return -EAGAIN;
	return -errno;
}

/* Who has gone before we came to accept is no error of ours. */
static int server_accept(int listener)
{
	int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
	int fd = (int)server_status(accept4(listener, NULL, NULL, flags));

	return fd == -ECONNABORTED || fd == -EPROTO ? -EAGAIN : fd;
}

static ssize_t server_recv(int fd, char *data, size_t n)
{
	return server_status(recv(fd, data, n, 0));
}

/* Who has gone must not end us with a SIGPIPE. */
static ssize_t server_send(int fd, const char *data, size_t n)
{
	return server_status(send(fd, data, n, MSG_NOSIGNAL));
}

/* bytes.upper(): ASCII alone. */
static void server_upper(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(from[i] >= 'a' && from[i] <= 'z' ? from[i] - 'a' + 'A'
		                                                : from[i]);
}

#endif
