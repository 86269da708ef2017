/* stream_server.c - a listener, a task for each connection that comes, and the list of
 * those there are. */
#include "sock.h"
#include "streams.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

/* For how many seconds nobody is accepted when descriptors have run out: to try again at
 * once would be in vain, and for ever. */
enum { REST = 1 };

static const FutureKind end_kind = { "a server and its connections to be closed",
	                             waiter_cancel, NULL, true };

/* ==== Step 5.3: who calls, and who is called ==== */

static bool server_is_over(const Server *server)
{
	return server->fd < 0 && list_empty(&server->connections);
}

/* Without connections, and with nobody who uses it, it is gone. */
static void server_check_end(Server *server)
{
	if (!server_is_over(server))
		return;
	waiters_wake_all(&server->waiters);
	if (!server->in_use)
		free(server);
}

void server_forget(Stream *stream)
{
	list_remove(&stream->siblings);
	server_check_end(stream->server);
}

/* It begins before its connection can be lost, so that the server is still there. */
static int connection_run(void *arg, void **result)
{
	Stream *stream = arg;
	const Server *server = stream->server;

	return server->fn(&stream->reader, &stream->writer, server->arg);
}

/* The loop holds the task, and the task's end releases the stream. */
static void server_welcome(Server *server, int fd)
{
	Stream *stream = connection_new(server->loop, fd);

	if (stream == NULL)
		return;
	stream->server = server;
	stream->handled = (Handle)HANDLE(connection_release, stream);
	list_append(&server->connections, &stream->siblings);
	Task *task = loop_create_task(server->loop, connection_run, stream);
	future_add_done_callback(task, &stream->handled);
	task_set_name(task, "connection");
	task_detach(task);
}

/* Accepts one: if there are more it is called again in the next pass. When it cannot, it
 * rests: whoever wants to come meanwhile waits in the system's queue. */
static void server_accept(void *arg)
{
	Server *server = arg;
	int fd = loop_sock_accept(server->loop, server->fd);

	if (fd >= 0)
		server_welcome(server, fd);
	int error = fd == -EPERM ? 0 : fd; /* it would have to wait: there is nobody */
	if (error >= 0 && server->accept.leave == NULL)
		error = loop_add_reader(server->loop, server->fd, &server->accept);
	if (error >= 0)
		return;
	handle_cancel(&server->accept);
	loop_call_later(server->loop, REST, &server->accept);
}

void server_close(Server *server)
{
	if (server->fd < 0)
		return;
	handle_cancel(&server->accept);
	handle_cancel(&server->loop_closes);
	loop_close_fd(server->loop, server->fd);
	server->fd = -1;
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
	server_close(server);
	server->in_use = false;
	server_check_end(server);
}

void server_abort_clients(Server *server)
{
	Links *links = &server->connections;

	while ((links = links->next) != &server->connections)
		transport_abort(container_of(links, Stream, siblings)->writer.transport);
}

int server_wait_closed(Server *server)
{
	Waiter waiter;

	if (server_is_over(server))
		return 0;
	return waiters_wait(&server->waiters, &waiter, &end_kind);
}

static int port_of(int fd)
{
	struct sockaddr_in6 here; /* an older address has its port in the same place */
	socklen_t size = sizeof here;

	if (getsockname(fd, (struct sockaddr *)&here, &size) < 0)
		return -1;
	return ntohs(here.sin6_port);
}

int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host, int port,
                         Server **server)
{
	Loop *loop = connection_loop();

	*server = NULL;
	if (loop == NULL || fn == NULL)
		return loop == NULL ? -EPERM : -EINVAL;
	Server *made = malloc(sizeof *made);
	if (made == NULL)
		return -ENOMEM;
	*made = (Server){ .loop = loop, .fn = fn, .arg = arg, .in_use = true };
	made->accept = (Handle)HANDLE(server_accept, made);
	made->loop_closes = (Handle)HANDLE(server_loop_closes, made);
	list_init(&made->connections);
	made->fd = connection_socket(loop, host != NULL ? host : "::", port, true);
	if (made->fd == -EAFNOSUPPORT && host == NULL) /* there is no IPv6 */
		made->fd = connection_socket(loop, NULL, port, true);
	made->port = port_of(made->fd);
	int error = made->fd < 0 ? made->fd
	                         : loop_add_reader(loop, made->fd, &made->accept);
	if (error < 0) {
		server_free(made);
		return error;
	}
	handle_append(&loop->closing, &made->loop_closes);
	*server = made;
	return 0;
}
