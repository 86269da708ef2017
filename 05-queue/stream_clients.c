/* stream_clients.c - the connections of a server: a task for each, and the list of those
 * there are. */
#include "machines/accept.h"
#include "servers_private.h"

#include <stdio.h>
#include <stdlib.h>

static const FutureKind end_kind = { "a server and its connections to be closed",
	                             waiter_cancel, NULL, true, NULL };

/* ==== 5.3.3: a task for each connection that comes ==== */

/* The body of a connection's task: calls the function of the server with the reader and
 * the writer of the stream, and returns what it returns. The server still exists when
 * this begins, because this was scheduled before anything that could end the
 * connection. */
static int client_run(void *arg, void **result)
{
	Stream *stream = arg;
	const Server *server = stream->server;

	return server->fn(&stream->reader, &stream->writer, server->arg);
}

/* Names the task of a connection after its client, "client 127.0.0.1:50000", in full
 * (task_set_name cuts off what is too long for a name). If the client has gone already
 * writer_get_peername stores an empty text, and the task is named "client". */
static void task_name_after_client(Task *task, const StreamWriter *writer)
{
	char peer[64], name[72];

	writer_get_peername(writer, peer, sizeof peer);
	snprintf(name, sizeof name, "client%s%s", peer[0] != '\0' ? " " : "", peer);
	task_set_name(task, name);
}

/* Called by the stream when its connection has ended: accept_lost reports the error if
 * it is this machine's fault, the stream leaves the list of its server, and that may
 * have been the last connection of the server (server_check_end). */
static void client_lost(Stream *stream)
{
	accept_lost(stream->writer.error);
	list_remove(&stream->siblings);
	server_check_end(stream->server);
}

/* Makes a stream of the descriptor, which belongs to the server: stream->server, ->lost
 * (client_lost), and a place in server->connections. Then a task that runs client_run,
 * named after its client, and detached: nobody awaits it. When the task has ended, its
 * done callback stream->handled calls connection_release with the stream: a callback,
 * and not the last line of client_run, because a task that is cancelled before it runs
 * never gets to that line. If there is no memory for the stream, or the task has failed
 * already, because there was none for it either, accept_dropped reports that. The
 * rest is done already: connection_new has closed the descriptor, and the done callback
 * of a task that has failed, or is NULL, releases the stream in the next pass. */
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

/* ==== 5.3.4: a server ends with its last connection ==== */

/* Has the server neither listeners nor connections? */
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

/* Aborts the transport of each stream in server->connections. The streams stay in the
 * list until the loop has told them that their connection is lost. */
void server_abort_clients(Server *server)
{
	Links *links = &server->connections;

	while ((links = links->next) != &server->connections)
		transport_abort(container_of(links, Stream, siblings)->writer.transport);
}

/* Waits in server->waiters, if the server is not over yet. */
int server_wait_closed(Server *server)
{
	Waiter waiter;

	if (server_is_over(server))
		return 0;
	return waiters_wait(&server->waiters, &waiter, &end_kind);
}
