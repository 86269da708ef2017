/* stream_open.c - from a host and a port to a socket, and from a socket to a stream. */
#include "executor.h"
#include "machines/descriptors.h"
#include "sock.h"
#include "streams.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* ==== 5.2.1: a socket gets a stream, which keeps what comes ==== */

/* Returns the loop of the task that runs; or, if no task runs, the loop that runs in
 * this thread; or NULL. (While a loop is closed its tasks run, but the loop does
 * not.) */
Loop *connection_loop(void)
{
	return task_running != NULL ? task_running->future.loop
	                            : asyncio_get_running_loop();
}

/* Makes a stream of the descriptor with connection_new, which closes the descriptor if
 * it fails. Without a loop, closes it itself. If it fails, *reader and *writer are
 * NULL. */
int asyncio_open_connection_sock(int fd, StreamReader **reader, StreamWriter **writer)
{
	Loop *loop = connection_loop();
	Stream *stream = loop == NULL ? NULL : connection_new(loop, fd);

	*reader = stream == NULL ? NULL : &stream->reader;
	*writer = stream == NULL ? NULL : &stream->writer;
	if (stream != NULL)
		return 0;
	if (loop != NULL)
		return loop->closed ? -ESHUTDOWN : -ENOMEM;
	close(fd);
	return -EPERM;
}

/* ==== 5.3.1: a connection to a host and a port ==== */

/* Looks the host up twice, if need be: for a TCP connection (SOCK_STREAM; the family is
 * open), with these flags, and with the port as a number (AI_NUMERICSERV). First
 * getaddrinfo is asked for an address in digits (AI_NUMERICHOST), which takes no time.
 * Only if the host is not an address in digits, loop_getaddrinfo is asked for the name,
 * without AI_NUMERICHOST, which may wait. Rung 5.5.4 fills that in; while it is empty it
 * returns 0 and finds nothing, so a name is -ENOENT. */
int connection_addresses(Loop *loop, const char *host, int port, int flags,
                         struct addrinfo **all)
{
	char service[16];
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };

	*all = NULL;
	if (loop == NULL || port < 0 || port > 65535)
		return loop == NULL ? -EPERM : -EINVAL;
	snprintf(service, sizeof service, "%d", port);
	hints.ai_flags = flags | AI_NUMERICSERV | AI_NUMERICHOST;
	if (getaddrinfo(host, service, &hints, all) == 0)
		return 0;
	hints.ai_flags &= ~AI_NUMERICHOST;
	int error = loop_getaddrinfo(loop, host, service, &hints, all);
	return error == 0 && *all == NULL ? -ENOENT : error;
}

/* Makes a socket for the address (io_socket, with the family, the type and the protocol
 * of the address), waits until it is connected (loop_sock_connect), and returns it. If
 * that fails the socket is closed, with loop_close_fd, and the error is returned. */
static int address_connect(Loop *loop, const struct addrinfo *address)
{
	int fd = io_socket(address->ai_family, address->ai_socktype,
	                   address->ai_protocol);

	if (fd < 0)
		return fd;
	int error = loop_sock_connect(loop, fd, address->ai_addr, address->ai_addrlen);
	if (error == 0)
		return fd;
	loop_close_fd(loop, fd);
	return error;
}

/* Returns a socket that is connected to the host: to the first of its addresses at which
 * a connection is accepted. They are tried in their order, each after the one before it
 * has failed. If all fail the error of the last one is returned. After -ECANCELED no
 * other address is tried. In each case the list of addresses is freed. */
static int connection_socket(Loop *loop, const char *host, int port)
{
	struct addrinfo *all;
	int status = connection_addresses(loop, host, port, 0, &all);

	if (status == 0)
		status = -ENOENT;
	for (struct addrinfo *a = all; a != NULL && status < 0; a = a->ai_next) {
		if (status != -ECANCELED)
			status = address_connect(loop, a);
	}
	if (all != NULL)
		freeaddrinfo(all);
	return status;
}

/* A stream of connection_socket's socket, by asyncio_open_connection_sock. */
int asyncio_open_connection(const char *host, int port, StreamReader **reader,
                            StreamWriter **writer)
{
	int fd = connection_socket(connection_loop(), host, port);

	*reader = NULL;
	*writer = NULL;
	return fd < 0 ? fd : asyncio_open_connection_sock(fd, reader, writer);
}
