/* server_loop.h - what the two servers on a loop have in common: a list of connections,
 * an idle timer for each, a rest when descriptors run out, and an end in good order. */
#ifndef SERVER_LOOP_H
#define SERVER_LOOP_H

#include "io.h"
#include "selectors.h"
#include "server_common.h"
#include "signals.h"

typedef struct Server Server;

/* What the connections of both servers begin with. */
typedef struct Connection {
	Links links; /* among the connections of the server */
	Server *server;
	Handle idle; /* a timer: the connection has been silent for too long */
	int fd;      /* -1: it is closed */
} Connection;

struct Server {
	Loop *loop;
	int listener;        /* -1: it is closed */
	double idle_timeout; /* in seconds; 0: none */
	Links connections;
	Handle rest;                 /* a timer: the listener has rested */
	Handle grace;                /* a timer: the time to end in good order is over */
	Handle interrupt, terminate; /* of SIGINT and SIGTERM; both call server_stop */
	bool rests;     /* it has been reported that the listener rests */
	bool announces; /* it prints its port when it can serve */
	bool stopping;  /* the first signal has come */

	/* What the two servers do each in its own way. */

	/* Begins to accept: 0, or a negative errno. */
	int (*accept)(Server *server);
	/* Begins a connection, which takes over fd. */
	void (*welcome)(Server *server, int fd);
	/* Ends the connection unless it still has an answer to send or a question to
	 * read. It may be freed later, but not before finish returns. */
	void (*finish)(Connection *connection);
	/* Ends the connection in any case, just as finish does. */
	void (*drop)(Connection *connection);
	/* Frees a connection that is left when the loop is closed. */
	void (*forget)(Connection *connection);
};

/* Rungs 3.4.2 and 3.4.5 bring these two. */
static void connection_is_idle(void *connection);
static void connection_moves(Connection *connection);

/* ==== 3.4.1: a task for each client ==== */

/* Appends the connection to those of the server, and starts its idle timer. */
static void connection_join(Connection *connection, Server *server, int fd)
{
	connection->server = server;
	connection->fd = fd;
	connection->idle = (Handle)HANDLE(connection_is_idle, connection);
	list_append(&server->connections, &connection->links);
	connection_moves(connection);
}

/* Takes the connection off the server's list, and cancels its idle timer. When the last
 * one leaves a server that is stopping, the loop is stopped. */
static void connection_leave(Connection *connection)
{
	Server *server = connection->server;

	handle_cancel(&connection->idle);
	list_remove(&connection->links);
	if (server->stopping && list_empty(&server->connections))
		loop_stop(server->loop);
}

/* Accepts the clients that wait, at most ACCEPT_CROWD of them, and gives each descriptor
 * to server->welcome. The rest of a large crowd is accepted in the next pass, so that
 * the connections are served in between. At the end accept_report is called with what
 * server_accept returned last, and with server->rests. Returns 0 if it accepted as many
 * as it may or if no client waits any more (-EAGAIN); otherwise the error of
 * server_accept: then the listener has to rest. */
static int server_accept_all(Server *server)
{
	int fd = 0;

	for (int i = 0; i < ACCEPT_CROWD && fd >= 0; i++) {
		fd = server_accept(server->listener);
		if (fd >= 0)
			server->welcome(server, fd);
	}
	accept_report(&server->rests, fd);
	return fd == -EAGAIN || fd >= 0 ? 0 : fd;
}

/* ==== 3.4.2: silent clients, and a listener that rests ==== */

/* Called by the idle timer. Has the server drop the connection; but if the server is
 * stopping, has it finish the connection, which may still get its answer. */
static void connection_is_idle(void *connection)
{
	Server *server = ((Connection *)connection)->server;

	if (server->stopping)
		server->finish(connection);
	else
		server->drop(connection);
}

/* Called whenever bytes have come or gone. Sets the idle timer anew, to the server's
 * idle timeout, or to SILENCE if the server is stopping. If that is 0 no timer is
 * set. */
static void connection_moves(Connection *connection)
{
	Server *server = connection->server;
	double timeout = server->stopping ? SILENCE : server->idle_timeout;

	handle_cancel(&connection->idle);
	if (timeout > 0)
		loop_call_later(server->loop, timeout, &connection->idle);
}

/* Called when no client can be accepted because of the error. Tells accept_report of it,
 * and sets the timer server->rest to ACCEPT_REST seconds. Until then clients wait in the
 * system's queue. */
static void server_rest(Server *server, int error)
{
	accept_report(&server->rests, error);
	loop_call_later(server->loop, ACCEPT_REST, &server->rest);
}

/* Called by that timer. Begins to accept again; if that fails the server rests again. */
static void server_has_rested(void *arg)
{
	Server *server = arg;
	int error = server->accept(server);

	if (error < 0)
		server_rest(server, error);
}

/* ==== 3.4.5: the server ends in good order ==== */

/* Returns whether something has come that has not been read. It looks without waiting,
 * and leaves what it sees to be read: recv(2) with MSG_PEEK | MSG_DONTWAIT. */
static bool connection_has_unread(const Connection *connection)
{
	char byte;

	return recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Called by the timer server->grace. Stops the loop. */
static void server_gives_up(void *arg)
{
	loop_stop(((Server *)arg)->loop);
}

/* The callback of both signals. Stops the loop at once if this is the second signal (the
 * server is stopping already) or if there are no connections. Otherwise the server is
 * stopping from now on: it cancels server->rest, closes the listener with loop_close_fd,
 * sets listener to -1, finishes each connection, and sets server->grace to GRACE
 * seconds. */
static void server_stop(void *arg)
{
	Server *server = arg;
	Links *links = &server->connections;

	if (server->stopping || list_empty(links)) {
		loop_stop(server->loop);
		return;
	}
	server->stopping = true;
	handle_cancel(&server->rest);
	loop_close_fd(server->loop, server->listener);
	server->listener = -1;
	while ((links = links->next) != &server->connections)
		server->finish(container_of(links, Connection, links));
	loop_call_later(server->loop, GRACE, &server->grace);
}

/* ==== Given: how a server is set up and taken down, which is no lesson ==== */

/* The loop's own select, which server_select counts and calls. */
static void (*loop_select)(Selector *selector, double deadline, Links *ready);

static void server_select(Selector *selector, double deadline, Links *ready)
{
	turns++;
	calls++;
	loop_select(selector, deadline, ready);
}

/* Begins to accept, handles the signals, and announces the port. Returns 0, or the error
 * of the first of these that fails. */
static int server_begin(Server *server)
{
	server->rest = (Handle)HANDLE(server_has_rested, server);
	server->grace = (Handle)HANDLE(server_gives_up, server);
	server->interrupt = (Handle)HANDLE(server_stop, server);
	server->terminate = (Handle)HANDLE(server_stop, server);
	list_init(&server->connections);
	if (server->loop->selector != NULL) { /* it is written in step 3.2 */
		loop_select = server->loop->selector->select;
		server->loop->selector->select = server_select;
	}
	int error = server->accept(server);
	if (error == 0)
		error = loop_add_signal_handler(server->loop, SIGINT, &server->interrupt);
	if (error == 0)
		error = loop_add_signal_handler(server->loop, SIGTERM,
		                                &server->terminate);
	if (error == 0 && server->announces)
		error = server_announce(server->listener);
	return error;
}

/* Closes the loop, and frees the connections that are left. Signals are blocked first:
 * while the loop is closed they do what they do by default again, and that would kill a
 * server that is about to return. */
static void server_end(Server *server)
{
	server_signals_block();
	loop_close(server->loop);
	while (!list_empty(&server->connections))
		server->forget(container_of(server->connections.next, Connection, links));
	if (server->listener >= 0)
		close(server->listener);
	loop_free(server->loop);
}

/* Serves until a signal ends the server. Takes over the listener. Returns 0, or why it
 * could not serve. */
static int server_run(Server *server, int listener, double idle_timeout)
{
	server->loop = asyncio_new_event_loop();
	server->listener = listener;
	server->idle_timeout = idle_timeout;
	if (server->loop == NULL) {
		int reason = -errno; /* close may change errno */
		close(listener);
		return reason;
	}
	int error = server_begin(server);
	if (error == 0)
		error = loop_run_forever(server->loop);
	server_end(server);
	return error;
}

#endif
