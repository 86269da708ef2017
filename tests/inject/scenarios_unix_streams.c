/* scenarios_unix_streams.c - servers at a path, and at a socket that was there: chapter
 * 5. */
#include "scenario.h"

#include <netinet/in.h>
#include <sys/socket.h>

enum { LINE = 64 };

/* Sends one line back. */
static int echo_line(StreamReader *reader, StreamWriter *writer, void *arg)
{
	char line[LINE];
	ssize_t n = reader_readline(reader, line, sizeof line);

	TRY(n);
	TRY(writer_write(writer, line, (size_t)n));
	return writer_drain(writer);
}

/* Who the other side is need not be known; what it sends must be right. */
static int say_line(StreamReader *reader, StreamWriter *writer)
{
	char line[LINE], name[LINE];
	int error = writer_get_peername(writer, name, sizeof name);

	TRY(transport_get_peername(writer->transport, name, sizeof name));
	TRY(error);
	TRY(writer_write(writer, "a line\n", 7));
	ssize_t n = reader_readline(reader, line, sizeof line);
	TRY(n > 0 ? n : n < 0 ? n : -EPIPE);
	printf("%zd %s", n, line);
	return 0;
}

/* The client has eight seconds, and ends the server. */
static int talk(Server *server, int error, StreamReader *reader, StreamWriter *writer)
{
	Timeout timeout = { 0 };
	int entered = timeout_enter(&timeout, 8);

	error = error < 0 ? error : entered;
	if (error == 0)
		error = say_line(reader, writer);
	writer_free(writer);
	error = timeout_exit(&timeout, error);
	if (error < 0)
		server_abort_clients(server);
	server_close(server);
	int status = server_wait_closed(server);
	server_free(server);
	return error < 0 ? error : status;
}

static int talk_at(const char *path)
{
	Server *server;
	StreamReader *reader;
	StreamWriter *writer;

	TRY(asyncio_start_unix_server(echo_line, NULL, path, &server));
	int error = asyncio_open_unix_connection(path, &reader, &writer);
	return talk(server, error, reader, writer);
}

COROUTINE_SCENARIO(asyncio_start_unix_server,
                   "asyncio_open_unix_connection writer_get_peername "
                   "transport_get_peername")
{
	char path[LINE];

	snprintf(path, sizeof path, "/tmp/scenario-%d", (int)getpid());
	int error = talk_at(path);
	unlink(path);
	return error;
}

/* A socket of this machine that is bound to a free port, which is stored. */
static int bound_socket(int *port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
		                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof here;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&here, size) == 0 &&
	    getsockname(fd, (struct sockaddr *)&here, &size) == 0) {
		*port = ntohs(here.sin_port);
		return fd;
	}
	int error = -errno;
	close(fd);
	return error;
}

COROUTINE_SCENARIO(asyncio_start_server_sock, "")
{
	Server *server;
	StreamReader *reader;
	StreamWriter *writer;
	int port = 0, fd = bound_socket(&port);

	TRY(fd);
	TRY(asyncio_start_server_sock(echo_line, NULL, fd, &server));
	int error = asyncio_open_connection("127.0.0.1", port, &reader, &writer);
	return talk(server, error, reader, writer);
}
