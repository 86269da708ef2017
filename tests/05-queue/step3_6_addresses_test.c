/* Step 5.3: servers at a path or at a given socket, and who is at the other end. */
#include "wire.h"

#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>

static Server *server;
static char path[64];

/* A path that nothing has yet. */
static const char *new_path(void)
{
	snprintf(path, sizeof path, "%s/asyncio-%ld", P_tmpdir, (long)getpid());
	unlink(path);
	return path;
}

static int shouts(StreamReader *r, StreamWriter *w, void *arg)
{
	char line[64];
	ssize_t n = reader_readline(r, line, sizeof line);

	if (n > 0)
		succeeds(writer_write(w, "HELLO\n", 6));
	return 0;
}

/* Says a line, and traces what comes back. */
static void ask(StreamReader *r, StreamWriter *w)
{
	char line[64] = "";

	if (w == NULL)
		return;
	succeeds(writer_write(w, "hello\n", 6));
	ssize_t n = reader_readline(r, line, sizeof line);
	trace("%.*s", n > 0 ? (int)n - 1 : 0, line);
	writer_free(w);
}

static void ask_at_path(void)
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int error = asyncio_open_unix_connection(path, &r, &w);

	if (error < 0)
		trace_status(error);
	else
		ask(r, w);
}

static int server_port(void)
{
	return server == NULL ? -1 : server->port;
}

static void ends(void)
{
	server_close(server);
	trace_status(server_wait_closed(server));
	server_free(server);
}

static void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

ON_BOTH(on, a_server_at_a_path_answers, "0 port:0 HELLO 0 1")
{
	struct stat status;

	trace_status(asyncio_start_unix_server(shouts, NULL, new_path(), &server));
	trace("port:%d", server_port());
	ask_at_path();
	ends();
	trace("%d", lstat(path, &status) == 0 && S_ISSOCK(status.st_mode));
	unlink(path);
	return 0;
}

ON_BOTH(on, what_an_earlier_server_has_left_there_is_replaced, "0 0 0 HELLO 0")
{
	trace_status(asyncio_start_unix_server(shouts, NULL, new_path(), &server));
	ends();
	trace_status(asyncio_start_unix_server(shouts, NULL, path, &server));
	ask_at_path();
	ends();
	unlink(path);
	return 0;
}

ON_BOTH(on, a_file_that_is_there_stays, "1 1 1")
{
	struct stat status;
	FILE *file = fopen(new_path(), "w");

	fclose(file);
	trace("%d",
	      asyncio_start_unix_server(shouts, NULL, path, &server) == -EADDRINUSE);
	trace("%d", server == NULL);
	trace("%d", lstat(path, &status) == 0 && S_ISREG(status.st_mode));
	unlink(path);
	return 0;
}

ON_BOTH(on, a_path_that_is_too_long_is_refused, "1 1 1 1")
{
	char longest[sizeof(struct sockaddr_un)];
	StreamReader *r;
	StreamWriter *w;

	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	trace("%d", asyncio_start_unix_server(shouts, NULL, longest, &server) ==
	                    -ENAMETOOLONG);
	trace("%d", server == NULL);
	trace("%d", asyncio_open_unix_connection(longest, &r, &w) == -ENAMETOOLONG);
	trace("%d", r == NULL && w == NULL);
	return 0;
}

ON_BOTH(on, without_a_server_at_the_path_there_is_no_connection, "ENOENT 0 1")
{
	StreamReader *r;
	StreamWriter *w;

	new_path();
	ask_at_path();
	trace_status(asyncio_start_unix_server(shouts, NULL, path, &server));
	server_close(server);
	server_free(server);
	trace("%d", asyncio_open_unix_connection(path, &r, &w) == -ECONNREFUSED);
	unlink(path);
	return 0;
}

ON_BOTH(on, a_server_that_is_refused_leaves_the_one_at_its_path, "0 1 1 HELLO 0")
{
	Server *refused = server;

	trace_status(asyncio_start_unix_server(shouts, NULL, new_path(), &server));
	trace("%d", asyncio_start_unix_server(NULL, NULL, path, &refused) == -EINVAL);
	trace("%d", refused == NULL);
	ask_at_path();
	ends();
	unlink(path);
	return 0;
}

ON_BOTH(on, an_empty_path_is_none, "ENOENT 1 ENOENT")
{
	StreamReader *r;
	StreamWriter *w;

	trace_status(asyncio_start_unix_server(shouts, NULL, "", &server));
	trace("%d", server == NULL);
	trace_status(asyncio_open_unix_connection("", &r, &w));
	return 0;
}

static int bound_socket(struct sockaddr_in *address)
{
	socklen_t size = sizeof *address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)address, size) < 0 ||
	    getsockname(fd, (struct sockaddr *)address, &size) < 0)
		trace("not bound");
	return fd;
}

ON_BOTH(on, a_given_socket_is_listened_at_and_may_block, "0 1 HELLO 0 1")
{
	struct sockaddr_in address;
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int fd = bound_socket(&address);

	trace_status(asyncio_start_server_sock(shouts, NULL, fd, &server));
	trace("%d", server_port() == ntohs(address.sin_port));
	if (asyncio_open_connection("127.0.0.1", server_port(), &r, &w) == 0)
		ask(r, w);
	ends();
	trace("%d", fcntl(fd, F_GETFD) < 0);
	return 0;
}

ON_BOTH(on, what_cannot_listen_is_refused_and_closed, "1 1 1")
{
	int pair[2];

	if (pipe(pair) < 0)
		return -errno;
	trace("%d",
	      asyncio_start_server_sock(shouts, NULL, pair[0], &server) == -ENOTSOCK);
	trace("%d", server == NULL);
	trace("%d", fcntl(pair[0], F_GETFD) < 0);
	close(pair[1]);
	return 0;
}

/* What the server calls its client. */
static int names_peer(StreamReader *r, StreamWriter *w, void *arg)
{
	char text[64], expected[64], few[5];

	trace_status(writer_get_peername(w, text, sizeof text));
	snprintf(expected, sizeof expected, "127.0.0.1:%d", *(int *)arg);
	trace("%s", strcmp(text, expected) == 0 ? "right" : text);
	trace_status(writer_get_peername(w, few, sizeof few));
	trace("%s", few);
	return shouts(r, w, NULL);
}

ON_BOTH(on, each_side_knows_who_is_at_the_other, "0 127. 0 right 0 127. HELLO 1: 0")
{
	StreamReader *r;
	StreamWriter *w;
	char text[64] = "?";
	struct sockaddr_in here;
	socklen_t size = sizeof here;
	int port, fd = socket(AF_INET, SOCK_STREAM, 0);

	if (asyncio_start_server(names_peer, &port, "127.0.0.1", 0, &server) < 0 ||
	    server == NULL)
		return 0;
	here = (struct sockaddr_in){ .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)server->port) };
	here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	connect(fd, (struct sockaddr *)&here, size);
	getsockname(fd, (struct sockaddr *)&here, &size);
	port = ntohs(here.sin_port);
	succeeds(asyncio_open_connection_sock(fd, &r, &w));
	trace_status(writer_get_peername(w, text, sizeof text));
	text[4] = '\0';
	trace("%s", text);
	succeeds(writer_write(w, "hello\n", 6));
	succeeds(reader_readline(r, text, sizeof text));
	trace("%.5s", text);
	writer_abort(w);
	trace("%d:%s", writer_get_peername(w, text, sizeof text) == -ENOTCONN, text);
	writer_free(w);
	ends();
	return 0;
}

TESTS(T(a_server_at_a_path_answers),
      T(what_an_earlier_server_has_left_there_is_replaced),
      T(a_server_that_is_refused_leaves_the_one_at_its_path),
      T(an_empty_path_is_none), T(a_file_that_is_there_stays),
      T(a_path_that_is_too_long_is_refused),
      T(without_a_server_at_the_path_there_is_no_connection),
      T(a_given_socket_is_listened_at_and_may_block),
      T(what_cannot_listen_is_refused_and_closed),
      T(each_side_knows_who_is_at_the_other))
