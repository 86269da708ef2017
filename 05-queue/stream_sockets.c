/* stream_sockets.c - sockets that are bound to an address, and listen. */
#include "machines/descriptors.h"
#include "servers_private.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* ==== Given: as every server of every program does it ==== */

/* Where the port of an address is: the same place in both kinds. */
static in_port_t *address_port(struct sockaddr_storage *address)
{
	return &((struct sockaddr_in *)address)->sin_port;
}

/* Binds the socket to the address. Without SO_REUSEADDR the port would stay in use for a
 * minute after the program has ended. Without IPV6_V6ONLY it would depend on the system
 * whether :: takes the port of 0.0.0.0, too. */
static int socket_bind(int fd, const struct addrinfo *address, int port)
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

int socket_bound(Loop *loop, const struct addrinfo *address, int port)
{
	int fd = io_socket(address->ai_family, address->ai_socktype,
	                   address->ai_protocol);
	int error = fd < 0 ? fd : socket_bind(fd, address, port);

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
int socket_listen(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	return listen(fd, SOMAXCONN) < 0 ? -errno : socket_port(fd);
}
