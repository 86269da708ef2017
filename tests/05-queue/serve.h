/* serve.h - a server, and clients that are streams in the same loop. */
#ifndef SERVE_H
#define SERVE_H

#include "wire.h"

#include <netinet/in.h>

static Server *server;

static inline struct sockaddr_in here_at_port(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* A socket that is bound to a free port of 127.0.0.1, which is stored. */
static inline int bound_socket(int *port)
{
	struct sockaddr_in address = here_at_port(0);
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&address, size) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		trace("the test has no socket: %s", strerror(errno));
	*port = ntohs(address.sin_port);
	return fd;
}

/* Starts a server at such a socket. */
static inline bool serve(ConnectionFn *fn, void *arg)
{
	int port, fd = bound_socket(&port);

	server = NULL;
	int error = asyncio_start_server_sock(fn, arg, fd, &server);
	if (error < 0 || server == NULL)
		trace("no server: %s", wire_error(error));
	return server != NULL;
}

/* A client that says nothing: the system has it wait until it is accepted. */
static inline int dial(int port)
{
	struct sockaddr_in there = here_at_port(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&there, sizeof there) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A client of the server, which comes as a stream. */
static inline bool come(StreamReader **r, StreamWriter **w)
{
	*r = NULL;
	*w = NULL;
	int error = asyncio_open_connection("127.0.0.1", server->port, r, w);

	if (error < 0 || *w == NULL)
		trace("no connection: %s", wire_error(error));
	turns();
	return *w != NULL;
}

static inline void trace_client_line(StreamReader *r)
{
	char line[64] = "";
	ssize_t n = reader_readline(r, line, sizeof line);

	if (n > 0)
		trace("%.*s", (int)strcspn(line, "\n"), line);
	else
		trace_status(n);
}

static inline void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

/* The number of the next descriptor: the same as before if all have been closed. */
static inline int next_descriptor(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

/* Of a descriptor that should be closed by now. */
static inline void trace_closed(int fd)
{
	trace(fcntl(fd, F_GETFD) < 0 ? "closed" : "left open");
}

/* Of a server that should not have been made. */
static inline void trace_no_server(const Server *made)
{
	trace(made == NULL ? "none" : "there is a server");
}

#define ON_SERVER(name, expected) ON_BOTH(on, name, expected)

/* The functions of servers: one sends lines back until the end, one says hello. */
static inline int echoes(StreamReader *r, StreamWriter *w, void *arg)
{
	char line[64];
	ssize_t n;

	if (arg != NULL)
		trace("%s", (const char *)arg);
	while ((n = reader_readline(r, line, sizeof line)) > 0) {
		succeeds(writer_write(w, line, (size_t)n));
		if (writer_drain(w) < 0)
			break;
	}
	return 0;
}

static inline int says_hello(StreamReader *r, StreamWriter *w, void *arg)
{
	return writer_write(w, "hello\n", 6);
}

/* A server that answers a line. */
static inline int shouts(StreamReader *r, StreamWriter *w, void *arg)
{
	char line[64];
	ssize_t n = reader_readline(r, line, sizeof line);

	if (n > 0)
		succeeds(writer_write(w, "HELLO\n", 6));
	return 0;
}

#endif
