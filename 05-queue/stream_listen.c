/* stream_listen.c - a server at all addresses of a host. */
#include "servers_private.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

/* How many ports are tried, when the port that the system chose for the first address is
 * in use at another address. */
enum { PORT_TRIES = 10 };

/* ==== 5.3.5: a server at all addresses of a host ==== */

/* Listens at one address: makes a socket that is bound to it (socket_bound), at
 * server->port, and adds it (listener_add). If server->port is 0 the system chooses the
 * port, and server->port becomes that one, for the addresses that follow. Returns 0, or
 * a negative errno. */
static int listener_open(Server *server, const struct addrinfo *address)
{
	int fd = socket_bound(server->loop, address, server->port);
	int port = fd < 0 ? fd : listener_add(server, fd);

	if (port >= 0)
		server->port = port;
	return port < 0 ? port : 0;
}

/* Does the address occur in the list before its own place there? Names have an address
 * twice if /etc/hosts has it twice. Two addresses are equal if all their bytes are. */
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

/* Does the error mean that this machine does not have the address (-EADDRNOTAVAIL), or
 * does not know its kind (-EAFNOSUPPORT)? Where IPv6 is switched off it is one of the
 * two. */
static bool address_is_missing(int error)
{
	return error == -EADDRNOTAVAIL || error == -EAFNOSUPPORT;
}

/* Listens at each address of the list once, with this port. Addresses that are missing
 * are left out. Returns 0 if the server then has a listener, or else the last error. Any
 * other error is returned at once, after all listeners have been closed. */
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

/* Listens at all addresses of the host (connection_addresses, with AI_PASSIVE). With
 * port 0 it may happen that the port which the system chose for the first address is in
 * use at another one, -EADDRINUSE: then listeners_try is called again, up to PORT_TRIES
 * times in all. Returns 0 or a negative errno, and frees the list. */
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

/* Between server_new and server_begin it opens the listeners. */
int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host, int port,
                         Server **server)
{
	int error = server_new(fn, arg, server);

	if (error == 0)
		error = listeners_open(*server, host, port);
	return server_begin(server, error);
}
