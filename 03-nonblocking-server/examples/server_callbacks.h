/* server_callbacks.h - the same without generators: whatever happens calls a function. */
#ifndef SERVER_CALLBACKS_H
#define SERVER_CALLBACKS_H

#include "server_loop.h"
#include "transports.h"

/* A connection, and what its transport calls. */
typedef struct Echo {
	Connection connection; /* first: it is one */
	Protocol protocol;
	Transport *transport;
} Echo;

typedef struct CallbackServer {
	Server server; /* first: it is one */
	Handle reader; /* somebody wants to be accepted */
} CallbackServer;

/* ==== Step 3.5: the same with callbacks ==== */

static Echo *echo_of(Protocol *protocol)
{
	return container_of(protocol, Echo, protocol);
}

/* A transport that is closed writes what waits first. */
static void echo_finish(Connection *connection)
{
	if (!connection_has_unread(connection))
		transport_close(((Echo *)(void *)connection)->transport);
}

/* The transport has made a system call of its own to read this. */
static void echo_data_received(Protocol *protocol, const void *data, size_t n)
{
	Echo *echo = echo_of(protocol);
	Connection *connection = &echo->connection;
	char answer[BUFFER_SIZE];

	calls++;
	connection_moves(connection);
	for (size_t begin = 0, part; begin < n; begin += part) {
		part = n - begin < BUFFER_SIZE ? n - begin : BUFFER_SIZE;
		server_upper(answer, (const char *)data + begin, part);
		calls++;
		/* What there is no memory for must not be missing in the middle. */
		if (transport_write(echo->transport, answer, part) < 0) {
			transport_abort(echo->transport);
			return;
		}
	}
}

/* The rest is written, then the transport closes itself. */
static bool echo_eof_received(Protocol *protocol)
{
	calls++;
	return false;
}

/* Whoever takes no answers may ask no questions, or they would fill our memory. */
static void echo_pause_writing(Protocol *protocol)
{
	transport_pause_reading(echo_of(protocol)->transport);
}

static void echo_resume_writing(Protocol *protocol)
{
	Echo *echo = echo_of(protocol);

	connection_moves(&echo->connection);
	transport_resume_reading(echo->transport);
}

static void echo_free(Connection *connection)
{
	connection_leave(connection);
	free(connection);
}

static void echo_connection_lost(Protocol *protocol, int error)
{
	accept_lost(error);
	echo_free(&echo_of(protocol)->connection);
}

static void echo_drop(Connection *connection)
{
	transport_abort(((Echo *)(void *)connection)->transport);
}

static void echo_begin(Server *server, int fd)
{
	Echo *echo = malloc(sizeof *echo);

	if (echo == NULL) {
		accept_dropped(-ENOMEM);
		close(fd);
		return;
	}
	echo->protocol = (Protocol){ .data_received = echo_data_received,
		                     .eof_received = echo_eof_received,
		                     .pause_writing = echo_pause_writing,
		                     .resume_writing = echo_resume_writing,
		                     .connection_lost = echo_connection_lost };
	connection_join(&echo->connection, server, fd);
	echo->transport = transport_new(server->loop, fd, &echo->protocol);
	if (echo->transport == NULL) {
		accept_dropped(-ENOMEM);
		echo_free(&echo->connection);
	}
}

static void callbacks_accept(void *arg)
{
	Server *server = arg;
	int error = server_accept_all(server);

	if (error < 0) {
		loop_remove_reader(server->loop, server->listener);
		server_rest(server, error);
	}
}

static int callbacks_begin_accepting(Server *server)
{
	CallbackServer *self = (CallbackServer *)(void *)server;

	return loop_add_reader(server->loop, server->listener, &self->reader);
}

static int callbacks_serve(int listener, double idle_timeout, bool announces)
{
	CallbackServer self = { .server = { .announces = announces,
		                            .accept = callbacks_begin_accepting,
		                            .welcome = echo_begin,
		                            .finish = echo_finish,
		                            .drop = echo_drop,
		                            .forget = echo_free },
		                .reader = HANDLE(callbacks_accept, &self) };

	return server_run(&self.server, listener, idle_timeout);
}

#endif
