/* server_listen.h - what every server does, that of chapter 4 too: it listens, says on
 * which port, and keeps the signals that end it for later. */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "machines/descriptors.h"
#include "program.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

/* Of each connection, and all that it may take of our memory. */
enum { BUFFER_SIZE = 16 * 1024 };

/* In seconds: what a connection gets to take its answer when the server ends; and the
 * silence after which nothing more is on its way to us then. */
enum { GRACE = 2 };
static const double SILENCE = 0.1;

static inline int server_listen(long port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_port = htons((in_port_t)port),
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = io_socket(AF_INET, SOCK_STREAM, 0), yes = 1;

	if (fd < 0)
		return fd;
	/* Or the port stays in use for a minute after we have ended. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&here, sizeof here) == 0 && listen(fd, 1024) == 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

/* Ends the program if we cannot have the port. */
static inline int server_listen_or_fail(long port)
{
	int listener = server_listen(port);

	if (listener == -EADDRINUSE || listener == -EACCES) {
		fprintf(stderr, "%s: port %ld is %s\n", program_name, port,
		        listener == -EACCES ? "not ours to use" : "in use");
		exit(1);
	}
	if (listener < 0)
		program_fail(listener);
	return listener;
}

/* The port that we really have, or a negative errno. */
static inline int server_port(int listener)
{
	struct sockaddr_in here = { 0 };
	socklen_t size = sizeof here;

	if (getsockname(listener, (struct sockaddr *)&here, &size) < 0)
		return -errno;
	return ntohs(here.sin_port);
}

/* Blocks the signals that end a server, and returns them: from now on they wait, and do
 * not what they do by default. */
static inline sigset_t server_signals_block(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signals;
}

/* Prints the port on which the server listens: 0, or why that is not known. Called when
 * nothing can go wrong any more that would end the server at once, and when signals are
 * handled, because they may come as soon as the line has been read. */
static inline int server_announce(int listener)
{
	int port = server_port(listener);

	if (port < 0)
		return port;
	printf("listening on 127.0.0.1:%d\n", port);
	program_flush();
	return 0;
}

/* bytes.upper(): ASCII alone. */
static inline void server_upper(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(from[i] >= 'a' && from[i] <= 'z' ? from[i] - 'a' + 'A'
		                                                : from[i]);
}

#endif
