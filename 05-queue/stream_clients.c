/* stream_clients.c - the connections of a server: a task for each, and the list of those
 * there are. */
#include "machines/accept.h"
#include "servers_private.h"

#include <stdio.h>
#include <stdlib.h>

static const FutureKind end_kind = { "a server and its connections to be closed",
	                             waiter_cancel, NULL, true, NULL };

/* ==== Step 5.3: who calls, and who is called ==== */

/* Runs the function of the server with a connection: the body of its task. The connection
 * has not been lost yet when this begins, so the server is still there. */
static int client_run(void *arg, void **result)
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

/* Called when the connection has ended. */
static void client_lost(Stream *stream)
{
	accept_lost(stream->writer.error);
	list_remove(&stream->siblings);
	server_check_end(stream->server);
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
	stream->lost = client_lost;
	stream->handled = (Handle)HANDLE(connection_release, stream);
	list_append(&server->connections, &stream->siblings);
	Task *task = loop_create_task(server->loop, client_run, stream);
	future_add_done_callback(task, &stream->handled);
	if (future_done(task))
		accept_dropped(future_result(task, NULL));
	task_name_after_client(task, &stream->writer);
	task_detach(task);
}

static bool server_is_over(const Server *server)
{
	return list_empty(&server->listeners) && list_empty(&server->connections);
}

void server_check_end(Server *server)
{
	if (!server_is_over(server))
		return;
	waiters_wake_all(&server->waiters);
	if (!server->in_use)
		free(server);
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
