/* stream_listen.c - a server at all addresses of a host. */
#include "servers_private.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

/* How often another port is tried when the system's choice for the first address is in
 * use on another one. */
enum { PORT_TRIES = 10 };

/* ==== Step 5.3: who calls, and who is called ==== */

/* Listens on one address, with the port of the server; or with any, if that is 0, which
 * is the server's from then on. */
static int listener_open(Server *server, const struct addrinfo *address)
{
	int fd = socket_bound(server->loop, address, server->port);
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

static int listeners_open(Server *server, const char *host, int port)
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

int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host, int port,
                         Server **server)
{
	int error = server_new(fn, arg, server);

	if (error == 0)
		error = listeners_open(*server, host, port);
	return server_begin(server, error);
}
