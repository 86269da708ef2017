/* server_loop.h - what the servers on a loop have in common: the list of connections, who
 * is idle for too long, a rest when descriptors run out, and an orderly end. */
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
	Handle idle; /* has been silent for too long */
	int fd;
} Connection;

struct Server {
	Loop *loop;
	int listener;
	double idle_timeout; /* 0: none */
	Links connections;
	Handle rest, grace, interrupt, terminate;
	bool rests; /* which has been reported */
	bool announces; /* the port, when it can serve */
	bool stopping;

	/* Where they differ. */

	/* Begins to accept. */
	int (*accept)(Server *server);
	/* Begins a connection: fd is its own. */
	void (*welcome)(Server *server, int fd);
	/* Ends a connection if it waits for no answer; ends it in any case. Soon: not
	 * before they return. */
	void (*finish)(Connection *connection);
	void (*drop)(Connection *connection);
	/* Frees one that is left when the loop is closed. */
	void (*forget)(Connection *connection);
};

/* ==== Step 3.4: a server that survives ==== */

static void connection_is_idle(void *connection)
{
	Server *server = ((Connection *)connection)->server;

	if (server->stopping)
		server->finish(connection);
	else
		server->drop(connection);
}

/* Something has come or gone: its time begins anew. */
static void connection_moves(Connection *connection)
{
	Server *server = connection->server;
	double timeout = server->stopping ? SILENCE : server->idle_timeout;

	handle_cancel(&connection->idle);
	if (timeout > 0)
		loop_call_later(server->loop, timeout, &connection->idle);
}

static void connection_join(Connection *connection, Server *server, int fd)
{
	connection->server = server;
	connection->fd = fd;
	connection->idle = (Handle)HANDLE(connection_is_idle, connection);
	list_append(&server->connections, &connection->links);
	connection_moves(connection);
}

/* The last to leave a server that stops turns off the light. */
static void connection_leave(Connection *connection)
{
	Server *server = connection->server;

	handle_cancel(&connection->idle);
	list_remove(&connection->links);
	if (server->stopping && list_empty(&server->connections))
		loop_stop(server->loop);
}

/* There is something that we have not read. */
static bool connection_has_news(const Connection *connection)
{
	char byte;

	return recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Accepts nobody for a while, because of the error: clients wait in the system's
 * queue. */
static void server_rest(Server *server, int error)
{
	accept_report(&server->rests, error);
	loop_call_later(server->loop, ACCEPT_REST, &server->rest);
}

static void server_has_rested(void *arg)
{
	Server *server = arg;
	int error = server->accept(server);

	if (error < 0)
		server_rest(server, error);
}

/* Accepts the clients that have come, but not more than a hundred: then others have a
 * turn. Returns 0, or why the server has to rest. */
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

static void server_has_waited(void *arg)
{
	loop_stop(((Server *)arg)->loop);
}

/* The first signal: accepts no one any more, and waits for those who wait for us, but not
 * for long. */
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

/* How a loop waits, and the number of times that it has. */
static void (*loop_select)(Selector *selector, double deadline, Links *ready);

static void server_select(Selector *selector, double deadline, Links *ready)
{
	turns++;
	calls++;
	loop_select(selector, deadline, ready);
}

static int server_begin(Server *server)
{
	server->rest = (Handle)HANDLE(server_has_rested, server);
	server->grace = (Handle)HANDLE(server_has_waited, server);
	server->interrupt = (Handle)HANDLE(server_stop, server);
	server->terminate = (Handle)HANDLE(server_stop, server);
	list_init(&server->connections);
	loop_select = server->loop->selector->select;
	server->loop->selector->select = server_select;
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

/* Closes the loop, and with it what is still connected. A signal is too late now: it must
 * not kill us when the loop does not watch it any more. */
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

/* Serves until it is told to stop. Takes the listener. */
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
