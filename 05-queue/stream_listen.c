/* stream_listen.c - the sockets at which a server listens, one for each address, and who
 * is accepted there. */
#include "machines/accept.h"
#include "machines/descriptors.h"
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* How often another port is tried when the system's choice for the first address is in
 * use on another one. */
enum { PORT_TRIES = 10 };

typedef struct Listener {
	Links links; /* among those of the server */
	Server *server;
	int fd;
	bool rests;
	Handle accept;
} Listener;

/* ==== Step 5.3: who calls, and who is called ==== */

/* Accepts the connections that wait, but not more than a hundred: then others have a
 * turn, and the loop calls this again. When none can be accepted the listener is not
 * watched for a while, and then this is called again: connections wait meanwhile in the
 * system's queue. */
static void listener_accept(void *arg)
{
	Listener *listener = arg;
	Loop *loop = listener->server->loop;
	int status = 0;

	for (int i = 0; i < ACCEPT_CROWD && status >= 0; i++) {
		status = accept_connection(listener->fd);
		if (status >= 0)
			server_welcome(listener->server, status);
	}
	bool good = status >= 0 || status == -EAGAIN;
	if (good && listener->accept.leave == NULL) {
		int error = loop_add_reader(loop, listener->fd, &listener->accept);
		good = error == 0;
		status = good ? status : error;
	}
	accept_report(&listener->rests, status);
	if (good)
		return;
	handle_cancel(&listener->accept);
	loop_call_later(loop, ACCEPT_REST, &listener->accept);
}

static void listener_close(Listener *listener)
{
	handle_cancel(&listener->accept);
	loop_close_fd(listener->server->loop, listener->fd);
	list_remove(&listener->links);
	free(listener);
}

void listeners_close(Server *server)
{
	while (!list_empty(&server->listeners))
		listener_close(container_of(server->listeners.next, Listener, links));
}

/* Where the port of an address is: the same place in both kinds. */
static in_port_t *address_port(struct sockaddr_storage *address)
{
	return &((struct sockaddr_in *)address)->sin_port;
}

/* Binds the socket to the address. Without SO_REUSEADDR the port stays in use for a
 * minute after we have ended. Without IPV6_V6ONLY it would depend on the system whether
 * :: takes the port of 0.0.0.0, too. */
static int address_bind(int fd, const struct addrinfo *address, int port)
{
	struct sockaddr_storage here = { 0 };
	int yes = 1;

	memcpy(&here, address->ai_addr, address->ai_addrlen);
	*address_port(&here) = htons((in_port_t)port);
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0)
		return -errno;
	if (address->ai_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) < 0)
		return -errno;
	return bind(fd, (struct sockaddr *)&here, address->ai_addrlen) < 0 ? -errno : 0;
}

static int address_socket(Loop *loop, const struct addrinfo *address, int port)
{
	int fd = io_socket(address->ai_family, address->ai_socktype,
	                   address->ai_protocol);
	int error = fd < 0 ? fd : address_bind(fd, address, port);

	if (fd >= 0 && error < 0)
		loop_close_fd(loop, fd);
	return error < 0 ? error : fd;
}

static int socket_port(int fd)
{
	struct sockaddr_storage here;
	socklen_t size = sizeof here;

	if (getsockname(fd, (struct sockaddr *)&here, &size) < 0)
		return -errno;
	if (here.ss_family != AF_INET && here.ss_family != AF_INET6)
		return 0;
	return ntohs(*address_port(&here));
}

/* The socket may be the program's: one that blocks would stop the whole loop. */
static int socket_listen(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	return listen(fd, SOMAXCONN) < 0 ? -errno : socket_port(fd);
}

int listener_add(Server *server, int fd)
{
	Listener *listener = malloc(sizeof *listener);
	int port = listener == NULL ? -ENOMEM : socket_listen(fd);

	if (port >= 0) {
		*listener = (Listener){ .server = server,
			                .fd = fd,
			                .accept = HANDLE(listener_accept, listener) };
		int error = loop_add_reader(server->loop, fd, &listener->accept);
		port = error < 0 ? error : port;
	}
	if (port < 0) {
		free(listener);
		loop_close_fd(server->loop, fd);
		return port;
	}
	list_append(&server->listeners, &listener->links);
	return port;
}

/* Listens on one address, with the port of the server; or with any, if that is 0, which
 * is the server's from then on. */
static int listener_open(Server *server, const struct addrinfo *address)
{
	int fd = address_socket(server->loop, address, server->port);
	int port = fd < 0 ? fd : listener_add(server, fd);

	if (port >= 0)
		server->port = port;
	return port < 0 ? port : 0;
}

/* Names have their addresses more than once where /etc/hosts has them so. */
static bool address_is_repeated(const struct addrinfo *all,
                                const struct addrinfo *address)
{
	for (; all != address; all = all->ai_next) {
		if (all->ai_addrlen == address->ai_addrlen &&
		    memcmp(all->ai_addr, address->ai_addr, all->ai_addrlen) == 0)
			return true;
	}
	return false;
}

/* An address that this machine does not have, or of a kind that it does not know: IPv6 is
 * switched off in one of these ways. */
static bool address_is_missing(int error)
{
	return error == -EADDRNOTAVAIL || error == -EAFNOSUPPORT;
}

/* Listens on all of the addresses that there are. */
static int listeners_try(Server *server, int port, const struct addrinfo *all)
{
	int status = 0;

	server->port = port;
	for (const struct addrinfo *a = all; a != NULL; a = a->ai_next) {
		int error = address_is_repeated(all, a) ? 0 : listener_open(server, a);
		if (error < 0)
			status = error;
		if (error < 0 && !address_is_missing(error))
			break;
	}
	if (status < 0 && !address_is_missing(status))
		listeners_close(server);
	return list_empty(&server->listeners) ? status : 0;
}

int listeners_open(Server *server, const char *host, int port)
{
	struct addrinfo *all;
	int status = connection_addresses(server->loop, host, port, AI_PASSIVE, &all);

	if (status < 0)
		return status;
	for (int i = 0; i < PORT_TRIES; i++) {
		status = listeners_try(server, port, all);
		if (port != 0 || status != -EADDRINUSE)
			break;
	}
	freeaddrinfo(all);
	return status;
}
