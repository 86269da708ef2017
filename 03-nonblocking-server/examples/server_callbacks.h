/* server_callbacks.h - the server without generators: whatever happens calls a
 * function. */
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
	Handle reader; /* of the listener; calls callbacks_accept */
} CallbackServer;

/* ==== 3.5.6: the server with callbacks ==== */

/* Returns the connection that this protocol belongs to (container_of). */
static Echo *echo_of(Protocol *protocol)
{
	return container_of(protocol, Echo, protocol);
}

/* Answers in pieces of at most BUFFER_SIZE bytes. If there is no memory for one of them,
 * the connection is aborted, because a piece must not be missing in the middle. Each
 * write, and the read of the transport, counts as a system call. */
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
		if (transport_write(echo->transport, answer, part) < 0) {
			transport_abort(echo->transport);
			return;
		}
	}
}

/* A client that takes no answers may ask no questions, or they would fill our memory. */
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

/* Counts a system call, the read of the transport, and returns false: the transport
 * writes what waits, and then closes itself. */
static bool echo_eof_received(Protocol *protocol)
{
	calls++;
	return false;
}

/* The connection leaves the server, and is freed. */
static void echo_free(Connection *connection)
{
	connection_leave(connection);
	free(connection);
}

/* Tells accept_lost why the connection has ended, and frees it. */
static void echo_connection_lost(Protocol *protocol, int error)
{
	accept_lost(error);
	echo_free(&echo_of(protocol)->connection);
}

/* Closes the transport, which writes what waits first; but does nothing if something has
 * come that has not been read. */
static void echo_finish(Connection *connection)
{
	if (!connection_has_unread(connection))
		transport_close(((Echo *)(void *)connection)->transport);
}

/* Aborts the transport. */
static void echo_drop(Connection *connection)
{
	transport_abort(((Echo *)(void *)connection)->transport);
}

/* Begins a connection: it gets its protocol, with all functions but connection_made,
 * joins the server, and gets a transport. Without memory for the connection the
 * descriptor is closed, and accept_dropped says so (-ENOMEM); without a transport the
 * same is said, and the connection is freed, whose descriptor transport_new has
 * closed. */
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

/* Called when a client can be accepted. Calls server_accept_all; if that returns an
 * error, the listener's reader is removed, and the server rests because of the error. */
static void callbacks_accept(void *arg)
{
	Server *server = arg;
	int error = server_accept_all(server);

	if (error < 0) {
		loop_remove_reader(server->loop, server->listener);
		server_rest(server, error);
	}
}

/* ==== Given: how this server is set up ==== */

/* Has the loop watch the listener: server->accept. */
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
