/* stream_open.c - from a host and a port to a socket, and from a socket to a stream. */
#include "executor.h"
#include "machines/descriptors.h"
#include "sock.h"
#include "streams.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* ==== Step 5.2: a queue of bytes ==== */

Loop *connection_loop(void)
{
	return task_running != NULL ? task_running->future.loop
	                            : asyncio_get_running_loop();
}

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

/* ==== Step 5.3: who calls, and who is called ==== */

/* Digits need nobody to be asked; a name may take its time. */
static int addresses_find(Loop *loop, const char *host, int port, bool listens,
                          struct addrinfo **all)
{
	char service[16];
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		                  .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };

	if (loop == NULL || port < 0 || port > 65535)
		return loop == NULL ? -EPERM : -EINVAL;
	snprintf(service, sizeof service, "%d", port);
	hints.ai_flags |= listens ? AI_PASSIVE : 0;
	if (getaddrinfo(host, service, &hints, all) == 0)
		return 0;
	hints.ai_flags &= ~AI_NUMERICHOST;
	return loop_getaddrinfo(loop, host, service, &hints, all);
}

/* Without SO_REUSEADDR the port stays in use for a minute after we have ended. */
static int address_listen(int fd, const struct addrinfo *address)
{
	int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, address->ai_addr, address->ai_addrlen) < 0)
		return -errno;
	return listen(fd, SOMAXCONN) < 0 ? -errno : 0;
}

static int address_open(Loop *loop, const struct addrinfo *address, bool listens)
{
	int fd = io_socket(address->ai_family, address->ai_socktype,
	                   address->ai_protocol);
	int error;

	if (fd < 0)
		return fd;
	if (listens)
		error = address_listen(fd, address);
	else
		error = loop_sock_connect(loop, fd, address->ai_addr,
		                          address->ai_addrlen);
	if (error == 0)
		return fd;
	loop_close_fd(loop, fd);
	return error;
}

int connection_socket(Loop *loop, const char *host, int port, bool listens)
{
	struct addrinfo *all = NULL;
	int status = addresses_find(loop, host, port, listens, &all);

	if (status == 0)
		status = -ENOENT;
	for (struct addrinfo *a = all; a != NULL && status < 0; a = a->ai_next) {
		if (status != -ECANCELED)
			status = address_open(loop, a, listens);
	}
	if (all != NULL)
		freeaddrinfo(all);
	return status;
}

int asyncio_open_connection(const char *host, int port, StreamReader **reader,
                            StreamWriter **writer)
{
	int fd = connection_socket(connection_loop(), host, port, false);

	*reader = NULL;
	*writer = NULL;
	return fd < 0 ? fd : asyncio_open_connection_sock(fd, reader, writer);
}
