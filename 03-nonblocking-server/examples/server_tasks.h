/* server_tasks.h - the notes' generators; each says what it waits for, and has no turn
 * until it is there. */
#ifndef SERVER_TASKS_H
#define SERVER_TASKS_H

#include "io_tasks.h"
#include "server_loop.h"

/* A connection, and the generator that serves it. */
typedef struct Dialogue {
	Connection connection; /* first: it is one */
	bool owes;             /* what is in data must still be sent */
	char data[BUFFER_SIZE];
} Dialogue;

/* ==== Step 3.4: a server that survives ==== */

/* Sends n bytes of data. As long as the other side takes none we read none, so this much
 * memory is enough for whatever it sends. */
static int dialogue_answer(Dialogue *dialogue, size_t n)
{
	Connection *connection = &dialogue->connection;
	int error = 0;

	dialogue->owes = true;
	for (size_t sent = 0; sent < n && error == 0;) {
		ssize_t more = server_send(connection->fd, dialogue->data + sent,
		                           n - sent);
		if (more >= 0) {
			sent += (size_t)more;
			connection_moves(connection);
		} else {
			error = more == -EAGAIN ? io_writable(connection->fd) : (int)more;
		}
	}
	dialogue->owes = false;
	return error;
}

/* Waits for what comes next, and answers. 0: it went well; else that was the last. */
static int dialogue_turn(Dialogue *dialogue)
{
	Connection *connection = &dialogue->connection;
	int error = io_readable(connection->fd);

	if (error < 0)
		return error;
	ssize_t n = server_recv(connection->fd, dialogue->data, BUFFER_SIZE);
	if (n == -EAGAIN)
		return 0; /* it only looked as if there were something */
	if (n <= 0)
		return n == 0 ? -ENOTCONN : (int)n;
	connection_moves(connection);
	server_upper(dialogue->data, dialogue->data, (size_t)n);
	return dialogue_answer(dialogue, (size_t)n);
}

static void dialogue_free(Connection *connection)
{
	Loop *loop = connection->server->loop;

	if (connection->fd >= 0)
		loop_close_fd(loop, connection->fd);
	connection_leave(connection);
	free(connection);
}

/* Whatever the generator waits for, it gets -EBADF. */
static void dialogue_drop(Connection *connection)
{
	handle_cancel(&connection->idle);
	if (connection->fd >= 0)
		loop_close_fd(connection->server->loop, connection->fd);
	connection->fd = -1;
}

static void dialogue_finish(Connection *connection)
{
	if (!((Dialogue *)(void *)connection)->owes && !connection_has_news(connection))
		dialogue_drop(connection);
}

/* How a connection ends is its own affair, and no error of the server's. */
static int dialogue_run(void *arg, void **result)
{
	int error;

	while ((error = dialogue_turn(arg)) == 0)
		;
	accept_lost(error);
	dialogue_free(arg);
	return 0;
}

static void dialogue_begin(Server *server, int fd)
{
	Dialogue *dialogue = malloc(sizeof *dialogue);

	if (dialogue == NULL) {
		accept_dropped(-ENOMEM);
		close(fd);
		return;
	}
	dialogue->owes = false;
	connection_join(&dialogue->connection, server, fd);
	int error = io_task_add(server->loop, generator_new(dialogue_run, dialogue));
	if (error < 0) {
		accept_dropped(error);
		dialogue_free(&dialogue->connection);
	}
}

static int tasks_accept(void *arg, void **result)
{
	Server *server = arg;
	int error = 0;

	while (error == 0) {
		error = io_readable(server->listener);
		if (error == 0)
			error = server_accept_all(server);
	}
	if (error != -ECANCELED && !server->stopping)
		server_rest(server, error); /* after which there will be another of us */
	return 0;
}

static int tasks_begin_accepting(Server *server)
{
	return io_task_add(server->loop, generator_new(tasks_accept, server));
}

static int tasks_serve(int listener, double idle_timeout, bool announces)
{
	Server server = { .announces = announces,
		          .accept = tasks_begin_accepting,
		          .welcome = dialogue_begin,
		          .finish = dialogue_finish,
		          .drop = dialogue_drop,
		          .forget = dialogue_free };

	return server_run(&server, listener, idle_timeout);
}

#endif
