/* server_tasks.h - the server with generators. One task accepts, and each connection has
 * a task of its own. Each says what it waits for, and is not resumed before that is
 * there. */
#ifndef SERVER_TASKS_H
#define SERVER_TASKS_H

#include "io_tasks.h"
#include "server_loop.h"

/* A connection, and what its task works with. */
typedef struct Dialogue {
	Connection connection; /* first: it is one */
	bool owes;             /* an answer in data has not been sent to its end */
	char data[BUFFER_SIZE];
} Dialogue;

/* ==== 3.4.1: a task for each client ==== */

/* Sends the first n bytes of data. Whenever server_send takes a part, the connection
 * moves and the rest is next; when it takes nothing (-EAGAIN) the task waits until the
 * descriptor can be written to. Meanwhile owes is true, and afterwards false. Returns 0
 * when all is sent, or the error of server_send or of the wait, which ends it.
 *
 * Nothing is read before this returns, so BUFFER_SIZE bytes are enough for whatever the
 * client sends. */
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

/* Waits for what comes next, and answers it. Returns 0, or a negative errno: that was
 * the last request. */
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

/* Closes the descriptor with loop_close_fd, unless it is closed already (fd is -1). Then
 * the connection leaves the server, and is freed. */
static void dialogue_free(Connection *connection)
{
	Loop *loop = connection->server->loop;

	if (connection->fd >= 0)
		loop_close_fd(loop, connection->fd);
	connection_leave(connection);
	free(connection);
}

/* The body of a connection's task; arg is the dialogue. Calls dialogue_turn until it
 * fails, tells accept_lost why, and frees the dialogue. Returns 0, for how a connection
 * ends is no error of the server. */
static int dialogue_run(void *arg, void **result)
{
	int error;

	while ((error = dialogue_turn(arg)) == 0)
		;
	accept_lost(error);
	dialogue_free(arg);
	return 0;
}

/* Begins a connection: it joins the server, and gets a task. Without memory for it the
 * descriptor is closed, and accept_dropped says so. */
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

/* The body of the task that accepts; arg is the server. Waits until the listener can be
 * read from, calls server_accept_all, and so on until one of the two fails. Then the
 * server rests because of that error, unless the error is -ECANCELED or the server is
 * stopping. Returns 0. After the rest there will be another task that accepts. */
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
		server_rest(server, error);
	return 0;
}

/* ==== 3.4.2: silent clients, and a listener that rests ==== */

/* Cancels the idle timer, closes the descriptor with loop_close_fd if it is open, and
 * sets fd to -1. Whatever the task waits for then fails with -EBADF, so that it ends,
 * and frees the dialogue. */
static void dialogue_drop(Connection *connection)
{
	handle_cancel(&connection->idle);
	if (connection->fd >= 0)
		loop_close_fd(connection->server->loop, connection->fd);
	connection->fd = -1;
}

/* ==== 3.4.5: the server ends in good order ==== */

/* Drops the connection, unless it owes an answer or has something unread. */
static void dialogue_finish(Connection *connection)
{
	if (!((Dialogue *)(void *)connection)->owes && !connection_has_unread(connection))
		dialogue_drop(connection);
}

/* ==== Given: how this server is set up ==== */

/* Makes the task that accepts: server->accept. */
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
