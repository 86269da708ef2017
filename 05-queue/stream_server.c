/* stream_server.c - a listener, a task for each connection that comes, and the list of
 * those there are. */
#include "sock.h"
#include "streams.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

/* How many are accepted in a pass; and for how many seconds nobody is when descriptors
 * have run out: to try again at once would be in vain, and for ever. */
enum { CROWD = 100, REST = 1 };

static const FutureKind end_kind = { "a server and its connections to be closed",
	                             waiter_cancel, NULL, true };

/* ==== Step 5.2: a queue of bytes ==== */

static bool server_is_over(const Server *server)
{
	return server->fd < 0 && list_empty(&server->connections);
}

static void server_check_end(Server *server)
{
	if (server_is_over(server))
		waiters_wake_all(&server->waiters);
}

/* A connection has ended. */
static void server_forget(Stream *stream)
{
	stream->lost = NULL;
	list_remove(&stream->siblings);
	server_check_end(stream->server);
}

static int connection_run(void *arg, void **result)
{
	Stream *stream = arg;

	return stream->fn(&stream->reader, &stream->writer, stream->arg);
}

static void connection_handled(void *arg)
{
	connection_release(arg);
}

/* The loop holds the task, and the task's end releases the stream. */
static void server_welcome(Server *server, int fd)
{
	Stream *stream = connection_new(server->loop, fd);
	Task *task = stream == NULL
	                     ? NULL
	                     : loop_create_task(server->loop, connection_run, stream);

	if (stream != NULL && task == NULL)
		connection_release(stream);
	if (task == NULL)
		return;
	stream->reader.limit = server->limit;
	stream->fn = server->fn;
	stream->arg = server->arg;
	stream->server = server;
	stream->lost = server_forget;
	list_append(&server->connections, &stream->siblings);
	stream->handled = (Handle)HANDLE(connection_handled, stream);
	future_add_done_callback(task, &stream->handled);
	task_set_name(task, "connection");
	task_detach(task);
}

/* Accepts whoever has come, and is called again when somebody comes; or, if it will not
 * do to go on, after a rest: whoever wants to come meanwhile waits in the system's
 * queue. */
static void server_accept(void *arg)
{
	Server *server = arg;
	int fd = 0, error = 0;

	for (int i = 0; i < CROWD && fd >= 0; i++) {
		fd = loop_sock_accept(server->loop, server->fd);
		if (fd >= 0)
			server_welcome(server, fd);
	}
	if (fd < 0 && fd != -EPERM) /* it would have to wait: there is nobody */
		error = fd;
	else if (server->accept.leave == NULL)
		error = loop_add_reader(server->loop, server->fd, &server->accept);
	if (error == 0)
		return;
	handle_cancel(&server->accept);
	loop_call_later(server->loop, REST, &server->accept);
}

void server_close(Server *server)
{
	if (server->fd < 0)
		return;
	handle_cancel(&server->accept);
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
	server_close(server);
	while (!list_empty(&server->connections)) {
		Stream *stream = container_of(server->connections.next, Stream, siblings);
		stream->lost = NULL;
		list_remove(&stream->siblings);
	}
	waiters_refuse(&server->waiters, -EBADF);
	handle_cancel(&server->loop_closes);
	free(server);
}

static void server_end_clients(Server *server, void (*end)(Transport *transport))
{
	Links *links = &server->connections;

	while ((links = links->next) != &server->connections)
		end(container_of(links, Stream, siblings)->writer.transport);
}

void server_close_clients(Server *server)
{
	server_end_clients(server, transport_close);
}

void server_abort_clients(Server *server)
{
	server_end_clients(server, transport_abort);
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
	struct sockaddr_storage here;
	socklen_t size = sizeof here;

	if (getsockname(fd, (struct sockaddr *)&here, &size) < 0)
		return -1;
	return ntohs(here.ss_family == AF_INET6
	                     ? ((struct sockaddr_in6 *)(void *)&here)->sin6_port
	                     : ((struct sockaddr_in *)(void *)&here)->sin_port);
}

int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host, int port,
                         Server **server)
{
	Loop *loop = connection_loop();
	Server *made = loop == NULL ? NULL : malloc(sizeof *made);

	*server = NULL;
	if (made == NULL)
		return loop == NULL ? -EPERM : -ENOMEM;
	*made = (Server){ .limit = STREAM_LIMIT, .loop = loop, .fn = fn, .arg = arg };
	made->accept = (Handle)HANDLE(server_accept, made);
	made->loop_closes = (Handle)HANDLE(server_loop_closes, made);
	list_init(&made->connections);
	handle_append(&loop->closing, &made->loop_closes);
	made->fd = connection_socket(loop, host != NULL ? host : "::", port, true);
	if (made->fd == -EAFNOSUPPORT && host == NULL) /* there is no IPv6 */
		made->fd = connection_socket(loop, NULL, port, true);
	made->port = port_of(made->fd);
	int error = made->fd < 0 ? made->fd : loop_call_soon(loop, &made->accept);
	if (error == 0)
		*server = made;
	else
		server_free(made);
	return error;
}
