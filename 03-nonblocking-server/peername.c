/* peername.c - who is at the other end of a connection, in text. */
#include "transports_private.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { HOST = 64, PORT = 8 };

/* ==== Given: for what a server logs ==== */

/* An address in digits, and a port. An IPv6 address has colons itself, hence the
 * brackets. */
static int peername_of_host(const struct sockaddr_storage *peer, socklen_t size,
                            char *text, size_t room)
{
	char host[HOST], port[PORT];
	bool brackets = peer->ss_family == AF_INET6;

	if (getnameinfo((const struct sockaddr *)peer, size, host, sizeof host, port,
	                sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return -EAFNOSUPPORT;
	snprintf(text, room, "%s%s%s:%s", brackets ? "[" : "", host, brackets ? "]" : "",
	         port);
	return 0;
}

int transport_get_peername(const Transport *t, char *text, size_t size)
{
	struct sockaddr_storage peer = { 0 };
	socklen_t length = sizeof peer - 1; /* a path need not end in a zero byte */

	if (size > 0)
		text[0] = '\0';
	if (t == NULL || t->is_lost)
		return -ENOTCONN;
	if (getpeername(t->fd, (struct sockaddr *)&peer, &length) < 0)
		return errno == ENOTSOCK ? -ENOTCONN : -errno;
	if (peer.ss_family != AF_UNIX)
		return peername_of_host(&peer, length, text, size);
	snprintf(text, size, "unix:%s", ((struct sockaddr_un *)&peer)->sun_path);
	return 0;
}
