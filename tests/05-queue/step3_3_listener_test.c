/* Rung 5.3.3: a server at a socket, and the crowd that it accepts there. */
#include "system.h"
#include "serve.h"

/* In front of the system's: what it fails with. */
static int name_error;

int first_getsockname(int fd, void *address, void *size) INSTEAD_OF(getsockname);

int first_getsockname(int fd, void *address, void *size)
{
	errno = name_error;
	return errno != 0 ? -1 : (int)SYSTEM(getsockname, fd, address, size);
}

static int handled;

/* The most in one pass: a task begins in the pass after the one in which its connection
 * was accepted. */
static int handled_before, most_in_a_pass;

static int is_handled(StreamReader *r, StreamWriter *w, void *arg)
{
	static int of_pass;

	if (of_pass != passes)
		handled_before = handled;
	of_pass = passes;
	handled++;
	if (handled - handled_before > most_in_a_pass)
		most_in_a_pass = handled - handled_before;
	return 0;
}

/* They wait until they are accepted, and in some systems no more than 128 can. */
enum { CROWD = 120 };

ON_SERVER(a_crowd_is_accepted_in_few_passes, "120 few 100 in one")
{
	most_in_a_pass = handled_before = 0;
	int clients[CROWD];

	handled = 0;
	if (!allow_descriptors(2 * CROWD + 100) || !serve(is_handled, NULL))
		return 0;
	for (int i = 0; i < CROWD; i++)
		clients[i] = dial(server->port);
	count_passes(asyncio_get_running_loop());
	for (int i = 0; i < 2 * CROWD && handled < CROWD; i++)
		succeeds(asyncio_sleep(0));
	trace("%d", handled);
	trace(passes < 20 ? "few" : "%d", passes);
	trace("%d in one", most_in_a_pass);
	for (int i = 0; i < CROWD; i++)
		close(clients[i]);
	server_free(server);
	return 0;
}

static int counts_and_echoes(StreamReader *r, StreamWriter *w, void *arg)
{
	handled++;
	return echoes(r, w, arg);
}

enum { THOUSAND = 1000 / TEST_SCALE };

ON_SERVER(a_crowd_comes, "all all 0")
{
	static StreamReader *readers[THOUSAND];
	static StreamWriter *writers[THOUSAND];
	char line[8];
	int answered = 0;

	handled = 0;
	if (!serve(counts_and_echoes, NULL))
		return 0;
	for (int i = 0; i < THOUSAND; i++) {
		if (asyncio_open_connection("127.0.0.1", server->port, &readers[i],
		                            &writers[i]) < 0)
			return 0;
		succeeds(writer_write(writers[i], "hello\n", 6));
	}
	for (int i = 0; i < THOUSAND; i++)
		answered += reader_readline(readers[i], line, sizeof line) == 6;
	trace("%s", answered == THOUSAND ? "all" : "some");
	trace("%s", handled == THOUSAND ? "all" : "some");
	server_close(server);
	for (int i = 0; i < THOUSAND; i++)
		writer_free(writers[i]);
	trace_status(server_wait_closed(server));
	server_free(server);
	return 0;
}

static void a_thousand_come_at_once(void **state)
{
	if (!allow_descriptors(2 * THOUSAND + 100))
		skip_because("there may not be so many descriptors here");
	a_crowd_comes(state);
}

ON_SERVER(a_port_that_is_not_known_is_an_error, "ENOBUFS none closed served")
{
	int port, fd = bound_socket(&port);

	name_error = ENOBUFS;
	int error = asyncio_start_server_sock(is_handled, NULL, fd, &server);
	name_error = 0;
	trace_status(error);
	trace_no_server(server);
	trace_closed(fd);
	trace(serve(is_handled, NULL) ? "served" : "not served");
	server_free(server);
	return 0;
}

ON_SERVER(a_given_socket_is_listened_at_and_may_block, "0 its port hello")
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;
	int port, fd = bound_socket(&port);

	trace_status(asyncio_start_server_sock(says_hello, NULL, fd, &server));
	trace(server != NULL && server->port == port ? "its port" : "another port");
	if (server != NULL && come(&r, &w))
		trace_client_line(r);
	writer_free(w);
	server_free(server);
	return 0;
}

ON_SERVER(what_cannot_listen_is_refused_and_closed, "ENOTSOCK none closed EINVAL closed")
{
	int pair[2];

	if (pipe(pair) < 0)
		return -errno;
	trace_status(asyncio_start_server_sock(echoes, NULL, pair[0], &server));
	trace_no_server(server);
	trace_closed(pair[0]);
	trace_status(asyncio_start_server_sock(NULL, NULL, pair[1], &server));
	trace_closed(pair[1]);
	return 0;
}

TESTS(T(a_crowd_is_accepted_in_few_passes), T(a_thousand_come_at_once),
      T(a_port_that_is_not_known_is_an_error),
      T(a_given_socket_is_listened_at_and_may_block),
      T(what_cannot_listen_is_refused_and_closed))
