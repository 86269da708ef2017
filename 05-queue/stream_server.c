/* stream_server.c - a task for each connection that comes, the list of those there are,
 * and how both end. Where a server listens is in stream_listen.c. */
#include "machines/accept.h"
#include "streams.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const FutureKind end_kind = { "a server and its connections to be closed",
	                             waiter_cancel, NULL, true, NULL };

/* ==== Step 5.3: who calls, and who is called ==== */

static bool server_is_over(const Server *server)
{
	return list_empty(&server->listeners) && list_empty(&server->connections);
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

/* Names the task of a connection after its client: "client 127.0.0.1:50000". A client
 * that has gone already has no address: its task is named "client". */
static void task_name_after_client(Task *task, const StreamWriter *writer)
{
	char peer[64], name[72];

	writer_get_peername(writer, peer, sizeof peer);
	snprintf(name, sizeof name, "client%s%s", peer[0] != '\0' ? " " : "", peer);
	task_set_name(task, name);
}

/* The loop holds the task, and the task's end releases the stream. A task for which there
 * is no memory has ended. */
void server_welcome(Server *server, int fd)
{
	Stream *stream = connection_new(server->loop, fd);

	if (stream == NULL) {
		accept_dropped(-ENOMEM);
		return;
	}
	stream->server = server;
	stream->handled = (Handle)HANDLE(connection_release, stream);
	list_append(&server->connections, &stream->siblings);
	Task *task = loop_create_task(server->loop, connection_run, stream);
	future_add_done_callback(task, &stream->handled);
	if (future_done(task))
		accept_dropped(future_result(task, NULL));
	task_name_after_client(task, &stream->writer);
	task_detach(task);
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

/* Makes a server that does not listen yet. If it fails *server is NULL. */
static int server_new(ConnectionFn *fn, void *arg, Server **server)
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

/* It listens, and closes with its loop; or it does not, and is freed: returns the
 * error. */
static int server_begin(Server **server, int error)
{
	if (error < 0) {
		free(*server);
		*server = NULL;
		return error;
	}
	handle_append(&(*server)->loop->closing, &(*server)->loop_closes);
	return 0;
}

int asyncio_start_server(ConnectionFn *fn, void *arg, const char *host, int port,
                         Server **server)
{
	int error = server_new(fn, arg, server);

	if (error == 0)
		error = listeners_open(*server, host, port);
	return server_begin(server, error);
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
