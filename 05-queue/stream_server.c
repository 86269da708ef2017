/* stream_server.c - a server: the sockets at which it listens, and its end. Its
 * connections are in stream_clients.c. */
#include "machines/accept.h"
#include "servers_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Listener {
	Links links; /* among those of the server */
	Server *server;
	int fd;
	bool rests;
	Handle accept;
} Listener;

/* ==== Step 5.3: who calls, and who is called ==== */

/* Accepts the connections that wait, but not more than a hundred: then others have a
 * turn, and the loop calls this again. When none can be accepted the listener is not
 * watched for a while, and then this is called again: connections wait meanwhile in the
 * system's queue. */
static void listener_accept(void *arg)
{
	Listener *listener = arg;
	Loop *loop = listener->server->loop;
	int status = 0;

	for (int i = 0; i < ACCEPT_CROWD && status >= 0; i++) {
		status = accept_connection(listener->fd);
		if (status >= 0)
			server_welcome(listener->server, status);
	}
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

static void server_stop(Server *server)
{
	handle_cancel(&server->loop_closes);
	listeners_close(server);
}

void server_close(Server *server)
{
	server_stop(server);
	server_check_end(server);
}

static void server_loop_closes(void *server)
{
	server_close(server);
}

void server_free(Server *server)
{
	if (server == NULL)
		return;
	waiters_refuse(&server->waiters, -EBADF);
	server_stop(server);
	server->in_use = false;
	server_check_end(server);
}

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

int asyncio_start_server_sock(ConnectionFn *fn, void *arg, int fd, Server **server)
{
	int status = server_new(fn, arg, server);

	if (status < 0)
		close(fd);
	else
		status = (*server)->port = listener_add(*server, fd);
	return server_begin(server, status);
}
