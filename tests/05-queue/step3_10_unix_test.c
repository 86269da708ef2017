/* Rung 5.3.10: servers at a path of this machine. */
#include "serve.h"

#include <sys/stat.h>
#include <sys/un.h>

static char path[64];

/* A path that nothing has yet. */
static const char *new_path(void)
{
	snprintf(path, sizeof path, "%s/asyncio-%ld", P_tmpdir, (long)getpid());
	unlink(path);
	return path;
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
	if (server == NULL)
		return;
	server_close(server);
	trace_status(server_wait_closed(server));
	server_free(server);
}

ON_SERVER(a_server_at_a_path_answers, "0 port:0 HELLO 0 1")
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

ON_SERVER(what_an_earlier_server_has_left_there_is_replaced, "0 0 0 HELLO 0")
{
	trace_status(asyncio_start_unix_server(shouts, NULL, new_path(), &server));
	ends();
	trace_status(asyncio_start_unix_server(shouts, NULL, path, &server));
	ask_at_path();
	ends();
	unlink(path);
	return 0;
}

ON_SERVER(a_file_that_is_there_stays, "1 1 1 1")
{
	struct stat status;
	FILE *file = fopen(new_path(), "w");
	int next;

	fclose(file);
	next = next_descriptor();
	trace("%d",
	      asyncio_start_unix_server(shouts, NULL, path, &server) == -EADDRINUSE);
	trace("%d", server == NULL);
	trace("%d", lstat(path, &status) == 0 && S_ISREG(status.st_mode));
	trace("%d", next_descriptor() == next);
	unlink(path);
	return 0;
}

ON_SERVER(a_path_that_is_too_long_is_refused, "1 1 1 1")
{
	char longest[sizeof(struct sockaddr_un)];
	StreamReader *r = (void *)path;
	StreamWriter *w = (void *)path;

	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	trace("%d", asyncio_start_unix_server(shouts, NULL, longest, &server) ==
	                    -ENAMETOOLONG);
	trace("%d", server == NULL);
	trace("%d", asyncio_open_unix_connection(longest, &r, &w) == -ENAMETOOLONG);
	trace("%d", r == NULL && w == NULL);
	return 0;
}

ON_SERVER(without_a_server_at_the_path_there_is_no_connection,
          "ENOENT 0 1 1")
{
	StreamReader *r;
	StreamWriter *w;

	new_path();
	ask_at_path();
	trace_status(asyncio_start_unix_server(shouts, NULL, path, &server));
	if (server == NULL)
		return 0;
	server_close(server);
	server_free(server);
	int next = next_descriptor();
	trace("%d", asyncio_open_unix_connection(path, &r, &w) == -ECONNREFUSED);
	trace("%d", next_descriptor() == next);
	unlink(path);
	return 0;
}

ON_SERVER(a_server_that_is_refused_leaves_the_one_at_its_path, "0 1 1 HELLO 0")
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

ON_SERVER(an_empty_path_is_none, "ENOENT 1 ENOENT")
{
	StreamReader *r;
	StreamWriter *w;

	trace_status(asyncio_start_unix_server(shouts, NULL, "", &server));
	trace("%d", server == NULL);
	trace_status(asyncio_open_unix_connection("", &r, &w));
	return 0;
}

TESTS(T(a_server_at_a_path_answers), T(what_an_earlier_server_has_left_there_is_replaced),
      T(a_server_that_is_refused_leaves_the_one_at_its_path), T(an_empty_path_is_none),
      T(a_file_that_is_there_stays), T(a_path_that_is_too_long_is_refused),
      T(without_a_server_at_the_path_there_is_no_connection))
