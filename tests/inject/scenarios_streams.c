/* scenarios_streams.c - connections that tasks read and write: chapter 5. */
#include "scenario.h"

#include <sys/socket.h>

static int first_error(int error, int other)
{
	return error < 0 ? error : other < 0 ? other : 0;
}

enum { LINE = 64, MUCH = 300000 };

/* What a server's clients do, and how they fared; and how the server's side did. */
typedef struct Talk {
	int (*converse)(StreamReader *reader, StreamWriter *writer);
	Server *server;
	int error, server_error;
} Talk;

static int echo(StreamReader *reader, StreamWriter *writer, void *arg)
{
	static char data[MUCH];
	Talk *talk = arg;
	ssize_t n = 1;
	int error = 0;

	while (error == 0 && (n = reader_read(reader, data, sizeof data)) > 0) {
		error = writer_write(writer, data, (size_t)n);
		if (error == 0)
			error = writer_drain(writer);
	}
	talk->server_error = first_error(error, (int)n);
	say("the server", talk->server_error);
	return 0;
}

/* A client of a server that sends back all that comes. */
static int talk_to(const char *host, Talk *talk)
{
	StreamReader *reader;
	StreamWriter *writer;
	int error = asyncio_open_connection(host, talk->server->port, &reader, &writer);

	require((error == 0) == (reader != NULL) && (error == 0) == (writer != NULL));
	TRY(error);
	error = talk->converse(reader, writer);
	writer_close(writer);
	int status = writer_wait_closed(writer);
	writer_free(writer);
	return first_error(error, status);
}

/* Starts the server, talks, closes it, and waits for its connections to end. */
static int talk(const char *host, int (*converse)(StreamReader *, StreamWriter *))
{
	Talk all = { .converse = converse };
	int error = asyncio_start_server(echo, &all, host, 0, &all.server);

	require((error == 0) == (all.server != NULL));
	TRY(error);
	Timeout timeout = { 0 };
	error = timeout_enter(&timeout, 8); /* if its listener rests we do not */
	if (error == 0)
		error = talk_to(host, &all);
	error = timeout_exit(&timeout, error);
	say("the client", error);
	server_close(all.server);
	if (error < 0)
		server_abort_clients(all.server);
	int status = server_wait_closed(all.server);
	server_free(all.server);
	return all.server_error < 0 ? all.server_error : first_error(error, status);
}

static int say_line(StreamReader *reader, StreamWriter *writer)
{
	char line[LINE];

	TRY(writer_write(writer, "a line\nand another\n", 19));
	TRY(writer_drain(writer));
	for (int i = 0; i < 2; i++) {
		ssize_t n = reader_readline(reader, line, sizeof line);
		TRY(n > 0 ? n : n < 0 ? n : -EPIPE);
		printf("%zd %s", n, line);
	}
	return 0;
}

COROUTINE_SCENARIO(asyncio_start_server, "server_close server_wait_closed server_free "
                                         "server_abort_clients")
{
	return talk("127.0.0.1", say_line);
}

COROUTINE_SCENARIO(asyncio_open_connection, "")
{
	return talk("localhost", say_line);
}

static int say_exactly(StreamReader *reader, StreamWriter *writer)
{
	char data[8];

	TRY(writer_write(writer, "12345678", 8));
	TRY(writer_write_eof(writer));
	ssize_t n = reader_readexactly(reader, data, 6);
	printf("%zd\n", n);
	TRY(n);
	n = reader_readexactly(reader, data, 6);
	if (n == -ENODATA)
		printf("%zu\n", reader->partial);
	require(n != -ENODATA || reader_at_eof(reader));
	return n == -ENODATA ? 0 : (int)n;
}

COROUTINE_SCENARIO(reader_readexactly, "writer_write_eof reader_at_eof")
{
	return talk("127.0.0.1", say_exactly);
}

static int say_until(StreamReader *reader, StreamWriter *writer)
{
	char data[LINE];

	TRY(writer_write(writer, "one--two--", 10));
	TRY(reader_readuntil(reader, "--", data, sizeof data));
	printf("%s\n", data);
	TRY(reader_readline(reader, data, 3) == -EMSGSIZE ? -EMSGSIZE : 0);
	return 0;
}

COROUTINE_SCENARIO(reader_readuntil, "")
{
	Talk nothing = { 0 };

	require(nothing.server == NULL);
	int error = talk("127.0.0.1", say_until);
	return error == -EMSGSIZE ? 0 : error;
}

/* More than sockets and streams hold: the reader pauses, and the writer waits. */
static int write_all(void *arg, void **result)
{
	static char data[MUCH];

	for (int i = 0; i < MUCH; i++)
		data[i] = (char)i;
	for (int i = 0; i < MUCH; i += 1000) {
		TRY(writer_write(arg, data + i, 1000));
		TRY(writer_drain(arg));
	}
	return 0;
}

static int read_all(StreamReader *reader)
{
	char data[5000];

	for (size_t got = 0; got < MUCH;) {
		ssize_t n = reader_read(reader, data, sizeof data);
		TRY(n);
		if (n == 0)
			return -EPIPE;
		for (size_t i = 0; i < (size_t)n; i++)
			require(data[i] == (char)(got + i));
		got += (size_t)n;
	}
	printf("all\n");
	return 0;
}

static int say_much(StreamReader *reader, StreamWriter *writer)
{
	Task *task = asyncio_create_task(write_all, writer);
	int error = task == NULL ? -ENOMEM : read_all(reader);

	if (error < 0)
		task_cancel(task);
	int status = await(task, NULL);
	say("the reader", error);
	say("the writer", status);
	return error < 0 && status < 0 && status != -ECANCELED
	               ? status
	               : first_error(error, status);
}

COROUTINE_SCENARIO(writer_drain, "reader_read writer_write")
{
	return talk("127.0.0.1", say_much);
}

COROUTINE_SCENARIO(asyncio_open_connection_sock,
                   "reader_readline writer_close writer_wait_closed "
                   "writer_free")
{
	int fds[2], error = 0;
	StreamReader *readers[2] = { NULL };
	StreamWriter *writers[2] = { NULL };
	char line[LINE];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) < 0)
		return -errno;
	for (int i = 0; i < 2; i++) { /* closes it even if it fails */
		int status = asyncio_open_connection_sock(fds[i], &readers[i],
		                                          &writers[i]);
		error = first_error(error, status);
	}
	if (error == 0)
		error = writer_write(writers[0], "hello\n", 6);
	if (error == 0)
		error = first_error((int)reader_readline(readers[1], line, LINE), 0);
	for (int i = 0; i < 2 && error == 0; i++) {
		writer_close(writers[i]);
		error = writer_wait_closed(writers[i]);
	}
	for (int i = 0; i < 2; i++)
		writer_free(writers[i]);
	return error;
}

/* What was written before need not arrive. */
static int say_and_abort(StreamReader *reader, StreamWriter *writer)
{
	int error = writer_write(writer, "hello\n", 6);

	writer_abort(writer);
	int status = writer_wait_closed(writer);
	return first_error(error,
	                   status == -ECONNRESET || status == -ECONNABORTED ? 0 : status);
}

COROUTINE_SCENARIO(writer_abort, "")
{
	return talk("127.0.0.1", say_and_abort);
}
