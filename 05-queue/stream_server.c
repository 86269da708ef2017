/* stream_server.c - a server: the sockets at which it listens, and its end. Its
 * connections are in stream_clients.c. */
#include "machines/accept.h"
#include "servers_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* A socket at which a server listens. */
typedef struct Listener {
	Links links; /* among those of the server */
	Server *server;
	int fd;
	bool rests;    /* for accept_report */
	Handle accept; /* the reader of fd, or, while the listener rests, a timer */
} Listener;

static void listener_watch(Listener *listener, int status);

/* ==== 5.3.3: a task for each connection that comes ==== */

/* Called by the loop when connections wait at the listener. Accepts them, and passes
 * each to server_welcome, until none is left or accept_connection fails; but not more
 * than ACCEPT_CROWD in one pass, so that others can run: the loop calls this again. What
 * accept_connection has returned last goes to listener_watch. */
static void listener_accept(void *arg)
{
	Listener *listener = arg;
	int status = 0;

	for (int i = 0; i < ACCEPT_CROWD && status >= 0; i++) {
		status = accept_connection(listener->fd);
		if (status >= 0)
			server_welcome(listener->server, status);
	}
	listener_watch(listener, status);
}

/* Has the socket listen (socket_listen), and its Listener be a reader of it, in
 * server->listeners. If anything of that fails nothing is left behind: the socket is
 * closed, with loop_close_fd. */
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

/* Between server_new and server_begin it adds one listener, whose port becomes that of
 * the server. If there is no server the socket is closed, with close. */
int asyncio_start_server_sock(ConnectionFn *fn, void *arg, int fd, Server **server)
{
	int status = server_new(fn, arg, server);

	if (status < 0)
		close(fd);
	else
		status = (*server)->port = listener_add(*server, fd);
	return server_begin(server, status);
}

/* ==== 5.3.4: a server ends with its last connection ==== */

/* Cancels the handle, closes the socket with loop_close_fd, and frees the listener. */
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

/* Closes the listeners, and does not leave that to the end of the loop any more: the
 * handle loop_closes is cancelled. */
static void server_stop(Server *server)
{
	handle_cancel(&server->loop_closes);
	listeners_close(server);
}

/* After server_stop the server may be over: server_check_end. */
void server_close(Server *server)
{
	server_stop(server);
	server_check_end(server);
}

/* Called when the loop is closed before the server: closes it (server_close). */
static void server_loop_closes(void *server)
{
	server_close(server);
}

/* The tasks that wait in server->waiters get -EBADF. Then the server stops, and from now
 * on it is not in use: server_check_end frees it, now or after its last connection. */
void server_free(Server *server)
{
	if (server == NULL)
		return;
	waiters_refuse(&server->waiters, -EBADF);
	server_stop(server);
	server->in_use = false;
	server_check_end(server);
}

/* ==== 5.3.6: a server without a free descriptor rests ==== */

/* Called after connections were accepted, with what the last accept_connection has
 * returned. After a descriptor or -EAGAIN all is well: if the listener has rested, so
 * that its handle is nowhere, the handle becomes a reader again, and if that fails, its
 * error counts as that of accept_connection. In each case accept_report is told the
 * status. After an error the listener rests: its handle is not a reader any more, but a
 * timer that is due after ACCEPT_REST. Connections wait meanwhile in the system's
 * queue. */
static void listener_watch(Listener *listener, int status)
{
	Loop *loop = listener->server->loop;
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

/* ==== Given: a server is made, and ends with its loop ==== */

int server_new(ConnectionFn *fn, void *arg, Server **server)
{
	Loop *loop = connection_loop();

	*server = NULL;
	if (loop == NULL || fn == NULL)
		return loop == NULL ? -EPERM : -EINVAL;
	Server *made = malloc(sizeof *made);
	if (made == NULL)
		return -ENOMEM;
	*made = (Server){ .loop = loop, .fn = fn, .arg = arg, .in_use = true };
	made->loop_closes = (Handle)HANDLE(server_loop_closes, made);
	list_init(&made->connections);
	list_init(&made->listeners);
	*server = made;
	return 0;
}

int server_begin(Server **server, int error)
{
	if (error < 0) {
		free(*server);
		*server = NULL;
		return error;
	}
	handle_append(&(*server)->loop->closing, &(*server)->loop_closes);
	return 0;
}
