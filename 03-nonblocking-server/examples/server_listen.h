/* server_listen.h - what every server does, also that of chapter 4: it listens, says on
 * which port, and blocks the signals that end it. */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "machines/descriptors.h"
#include "program.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>

/* The buffer of a connection, in bytes: all the memory that it may take. */
enum { BUFFER_SIZE = 16 * 1024 };

/* When the server ends, in seconds: the time that a connection gets to take its answer;
 * and the silence after which it is taken to have sent all that it wants to send. */
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
	/* Without this the port stays in use for a minute after the server has ended. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&here, sizeof here) == 0 && listen(fd, 1024) == 0)
		return fd;
	int error = -errno;
	close(fd);
	return error;
}

/* Ends the program, with a sentence, if the port cannot be had. */
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

/* Returns the port on which the socket really listens, or a negative errno. */
static inline int server_port(int listener)
{
	struct sockaddr_in here = { 0 };
	socklen_t size = sizeof here;

	if (getsockname(listener, (struct sockaddr *)&here, &size) < 0)
		return -errno;
	return ntohs(here.sin_port);
}

/* Blocks the signals that end a server, and returns them. From now on a signal that
 * comes stays pending, and does not end the process. */
static inline sigset_t server_signals_block(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	return signals;
}

/* Prints the port on which the server listens. Returns 0, or the negative errno for
 * which the port is not known. Called when nothing can go wrong any more that would end
 * the server at once, and when signals are handled, because they may come as soon as the
 * line has been read. */
static inline int server_announce(int listener)
{
	int port = server_port(listener);

	if (port < 0)
		return port;
	printf("listening on 127.0.0.1:%d\n", port);
	program_flush();
	return 0;
}

/* bytes.upper(): copies n bytes in upper case, ASCII alone. from and to may be the
 * same. */
static inline void server_upper(char *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = (char)(from[i] >= 'a' && from[i] <= 'z' ? from[i] - 'a' + 'A'
		                                                : from[i]);
}

#endif
