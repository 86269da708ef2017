/* accepting.h - the server's task that accepts, on a virtual clock, and an accept(2)
 * that fails when it is told to. */
#ifndef ACCEPTING_H
#define ACCEPTING_H

#include "both.h"
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_tasks.h"
#include "system.h"

/* In front of the system's: the calls that it fails with an error, and all there
 * were. */
static const int *accept_errors; /* the last is 0 */
static int accept_error, accept_calls;

static inline bool refuses_to_accept(void)
{
	accept_calls++;
	errno = accept_error;
	if (accept_errors != NULL && *accept_errors != 0)
		errno = *accept_errors++;
	return errno != 0;
}

INSTEAD_OF_ACCEPT(refuses_to_accept)

static inline void welcomes(Server *server, int fd)
{
	trace("welcome");
	close(fd);
	loop_stop(server->loop);
}

/* Makes a server that listens, and whose task accepts. */
static inline void server_make(Server *server, Loop *loop)
{
	*server = (Server){ .loop = loop,
		            .listener = server_listen(0),
		            .accept = tasks_begin_accepting,
		            .welcome = welcomes,
		            .rest = HANDLE(server_has_rested, server) };
}

static inline int connect_here(int listener)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)server_port(listener)),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int client = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(client, (struct sockaddr *)&there, sizeof there), 0);
	return client;
}

#endif
