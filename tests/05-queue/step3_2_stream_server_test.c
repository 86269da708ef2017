/* Step 5.3: a server, whose connections are tasks. The clients are streams in the same
 * loop. */
#include "machines/descriptors.h"
#include "sock.h"
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <signal.h>

static Server *server;
static int handled;

/* Starts a server on any port. */
static bool serve(ConnectionFn *fn, void *arg)
{
	server = NULL;
	int error = asyncio_start_server(fn, arg, "127.0.0.1", 0, &server);

	if (error < 0 || server == NULL)
		trace("no server: %s", wire_error(error));
	return server != NULL;
}

static bool come(StreamReader **r, StreamWriter **w)
{
	*r = NULL;
	*w = NULL;
	int error = asyncio_open_connection("127.0.0.1", server->port, r, w);

	if (error < 0 || *w == NULL)
		trace("no connection: %s", wire_error(error));
	turns();
	return *w != NULL;
}

static void trace_client_line(StreamReader *r)
{
	char line[64] = "";
	ssize_t n = reader_readline(r, line, sizeof line);

	if (n > 0)
		trace("%.*s", (int)strcspn(line, "\n"), line);
	else
		trace_status(n);
}

static void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

#define ON_SERVER(name, expected) ON_BOTH(on, name, expected)

/* Sends lines back until the end. */
static int echoes(StreamReader *r, StreamWriter *w, void *arg)
{
	char line[64];
	ssize_t n;

	handled++;
	if (arg != NULL)
		trace("%s", (const char *)arg);
	while ((n = reader_readline(r, line, sizeof line)) > 0) {
		succeeds(writer_write(w, line, (size_t)n));
		if (writer_drain(w) < 0)
			break;
	}
	return 0;
}

ON_SERVER(each_connection_is_a_task, "begins begins second first second 0")
{
	StreamReader *a, *b;
	StreamWriter *v, *w;

	if (!serve(echoes, "begins") || !come(&a, &v) || !come(&b, &w))
		return 0;
	succeeds(writer_write(w, "second\n", 7));
	trace_client_line(b);
	succeeds(writer_write(v, "first\n", 6));
	trace_client_line(a);
	succeeds(writer_write(w, "second\n", 7));
	trace_client_line(b);
	writer_free(v);
	writer_free(w);
	server_close(server);
	trace_status(server_wait_closed(server));
	server_free(server);
	return 0;
}

/* Comes to a server, and listens twice. */
static int comes_and_listens(ConnectionFn *fn)
{
	StreamReader *r;
	StreamWriter *w;

	if (!serve(fn, NULL) || !come(&r, &w))
		return 0;
	trace_client_line(r);
	trace_client_line(r);
	writer_free(w);
	server_free(server);
	return 0;
}

static int says_hello(StreamReader *r, StreamWriter *w, void *arg)
{
	return writer_write(w, "hello\n", 6);
}

static int says_its_name(StreamReader *r, StreamWriter *w, void *arg)
{
	trace("%s", task_get_name(asyncio_current_task()));
	return 0;
}

/* The name that the task of this client should have is traced first. */
static int comes_from_a_known_port(void *unused, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	struct sockaddr_in here, there = { .sin_family = AF_INET,
		                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof here;
	int fd = io_socket(AF_INET, SOCK_STREAM, 0);
	char byte;

	if (!serve(says_its_name, NULL))
		return 0;
	there.sin_port = htons((in_port_t)server->port);
	int error = loop_sock_connect(loop, fd, (struct sockaddr *)&there, sizeof there);
	getsockname(fd, (struct sockaddr *)&here, &size);
	trace("client 127.0.0.1:%d", ntohs(here.sin_port));
	if (error == 0)
		error = (int)loop_sock_recv(loop, fd, &byte, 1);
	loop_close_fd(loop, fd);
	server_free(server);
	return error;
}

static void the_task_of_a_connection_is_named_after_its_client(void **state)
{
	char expected[80], actual[80], rest;

	assert_int_equal(asyncio_run(comes_from_a_known_port, NULL, NULL), 0);
	assert_int_equal(sscanf(traced(), "client %39s client %39s%c", expected, actual,
	                        &rest),
	                 2);
	assert_text(actual, expected);
}

static int says_its_name_in_quotes(StreamReader *r, StreamWriter *w, void *arg)
{
	trace("'%s'", task_get_name(asyncio_current_task()));
	return 0;
}

/* Connects and resets the connection before the server has accepted it: the system
 * connects the two sockets without the server's help. */
ON_SERVER(a_client_that_has_gone_leaves_its_task_a_name_without_an_address, "'client'")
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	if (!serve(says_its_name_in_quotes, NULL))
		return 0;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	there.sin_port = htons((in_port_t)server->port);
	int error = connect(fd, (struct sockaddr *)&there, sizeof there) < 0 ? -errno : 0;
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
	for (int i = 0; i < 10; i++)
		turns();
	server_free(server);
	return error;
}

ON_SERVER(when_the_handler_returns_its_connection_is_closed, "hello 0")
{
	return comes_and_listens(says_hello);
}

static int frees(StreamReader *r, StreamWriter *w, void *arg)
{
	succeeds(writer_write(w, "bye\n", 4));
	writer_free(w);
	trace_status(writer_write(w, "x", 1));
	trace_client_line(r);
	writer_free(w);
	return 0;
}

ON_SERVER(a_handler_may_close_it_in_any_way, "EPIPE 0 bye 0")
{
	return comes_and_listens(frees);
}

static int fails(StreamReader *r, StreamWriter *w, void *arg)
{
	return *(int *)arg;
}

static int comes_to_one_that_fails(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *w;

	if (!serve(fails, arg) || !come(&r, &w))
		return 0;
	char byte;
	printf("the client reads %zd\n", reader_read(r, &byte, 1));
	writer_free(w);
	server_free(server);
	return 0;
}

static void fail_with_EIO(void)
{
	int error = -EIO;

	succeeds(asyncio_run(comes_to_one_that_fails, &error, NULL));
}

static void fail_with_ECANCELED(void)
{
	int error = -ECANCELED;

	succeeds(asyncio_run(comes_to_one_that_fails, &error, NULL));
}

static void the_error_of_a_handler_is_reported(void **state)
{
	assert_int_equal(run_child(fail_with_EIO), 0);
	assert_printed("the client reads 0\n");
	assert_printed("the error of task 'client 127.0.0.1:");
	assert_printed("' was never looked at: ");
	assert_printed(strerror(EIO));
}

static void that_it_was_cancelled_is_not(void **state)
{
	assert_int_equal(run_child(fail_with_ECANCELED), 0);
	assert_text(program_output, "the client reads 0\n");
}

static int cancels_itself(StreamReader *r, StreamWriter *w, void *arg)
{
	char byte;

	task_cancel(asyncio_current_task());
	return (int)reader_read(r, &byte, 1);
}

ON_SERVER(a_cancelled_handler_closes_its_connection, "0")
{
	StreamReader *r;
	StreamWriter *w;

	if (!serve(cancels_itself, NULL) || !come(&r, &w))
		return 0;
	trace_client_line(r);
	writer_free(w);
	server_free(server);
	return 0;
}

static int never_begins(StreamReader *r, StreamWriter *w, void *arg)
{
	trace("begins");
	return 0;
}

/* All tasks but the one that runs. */
static size_t cancel_others(void)
{
	Task *tasks[8];
	size_t n = asyncio_all_tasks(asyncio_get_running_loop(), tasks, 8), others = 0;

	for (size_t i = 0; i < n && i < 8; i++) {
		if (tasks[i] != asyncio_current_task()) {
			task_cancel(tasks[i]);
			others++;
		}
	}
	return others;
}

ON_SERVER(a_handler_that_is_cancelled_before_it_begins_closes_it, "0")
{
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	if (!serve(never_begins, NULL))
		return 0;
	succeeds(asyncio_open_connection("127.0.0.1", server->port, &r, &w));
	if (w == NULL)
		return 0;
	for (int i = 0; i < 10 && cancel_others() == 0; i++)
		succeeds(asyncio_sleep(0));
	trace_client_line(r);
	writer_free(w);
	server_free(server);
	return 0;
}

/* ==== the end ==== */

static int waits_for_the_end(void *arg, void **result)
{
	trace_status(server_wait_closed(server));
	trace("over");
	return 0;
}

ON_SERVER(close_stops_accepting_and_connections_live_on,
          "refused still waits last waits 0 over 0 over 0")
{
	StreamReader *r, *r2;
	StreamWriter *w, *w2;

	if (!serve(echoes, NULL) || !come(&r, &w))
		return 0;
	Task *first = asyncio_create_task(waits_for_the_end, NULL);
	Task *second = asyncio_create_task(waits_for_the_end, NULL);
	turns();
	int port = server->port;
	server_close(server);
	server_close(server);
	int error = asyncio_open_connection("127.0.0.1", port, &r2, &w2);
	trace("%s", error == -ECONNREFUSED ? "refused" : wire_error(error));
	succeeds(writer_write(w, "still\n", 6));
	trace_client_line(r);
	trace("%s", future_done(first) ? "ends" : "waits");
	succeeds(writer_write(w, "last\n", 5));
	trace_client_line(r);
	turns();
	trace("%s", future_done(second) ? "ends" : "waits");
	writer_free(w);
	succeeds(await(first, NULL));
	succeeds(await(second, NULL));
	trace_status(server_wait_closed(server));
	server_free(server);
	return 0;
}

ON_SERVER(wait_closed_waits_for_close_even_without_connections, "waits 0 over")
{
	if (!serve(echoes, NULL))
		return 0;
	Task *task = asyncio_create_task(waits_for_the_end, NULL);
	turns();
	trace("%s", future_done(task) ? "ends" : "waits");
	server_close(server);
	succeeds(await(task, NULL));
	server_free(server);
	return 0;
}

ON_SERVER(abort_clients_ends_all_connections, "0 0 0")
{
	StreamReader *a, *b;
	StreamWriter *v, *w;

	if (!serve(echoes, NULL) || !come(&a, &v) || !come(&b, &w))
		return 0;
	server_close(server);
	server_abort_clients(server);
	trace_status(server_wait_closed(server));
	trace_client_line(a);
	trace_client_line(b);
	writer_free(v);
	writer_free(w);
	server_free(server);
	return 0;
}

/* Writes until nobody takes any more, and does not read. */
static int only_writes(StreamReader *r, StreamWriter *w, void *arg)
{
	static char bytes[65536];
	int error = 0;

	while (error == 0) {
		ignore_status(writer_write(w, bytes, sizeof bytes));
		error = writer_drain(w);
	}
	trace("%s", error == -EPIPE || error == -ECONNRESET ? "ends" : "?");
	return 0;
}

ON_SERVER(abort_clients_ends_those_that_take_nothing, "stuck waits ECANCELED over ends 0")
{
	static char bytes[65536];
	StreamReader *r;
	StreamWriter *w;

	if (!serve(only_writes, NULL) || !come(&r, &w))
		return 0;
	for (int i = 0; i < 1000 && !w->paused; i++)
		succeeds(writer_write(w, bytes, sizeof bytes));
	for (int i = 0; i < 100; i++)
		turns();
	trace("%s", w->paused ? "stuck" : "flows");
	server_close(server);
	Task *task = asyncio_create_task(waits_for_the_end, NULL);
	turns();
	trace("%s", future_done(task) ? "ends" : "waits");
	task_cancel(task);
	future_unref(task);
	server_abort_clients(server);
	int error = server_wait_closed(server);
	turns();
	trace_status(error);
	writer_free(w);
	server_free(server);
	return 0;
}

ON_SERVER(a_server_may_be_freed_before_its_connections, "EBADF over alive 0")
{
	StreamReader *r;
	StreamWriter *w;

	if (!serve(echoes, NULL) || !come(&r, &w))
		return 0;
	Task *task = asyncio_create_task(waits_for_the_end, NULL);
	turns();
	server_free(server);
	succeeds(await(task, NULL));
	succeeds(writer_write(w, "alive\n", 6));
	trace_client_line(r);
	writer_write_eof(w);
	trace_client_line(r);
	writer_free(w);
	server_free(NULL);
	writer_free(NULL);
	return 0;
}

/* ==== the loop is closed ==== */

static int handler_of_a_closed_loop(StreamReader *r, StreamWriter *w, void *arg)
{
	trace_client_line(r);
	trace_client_line(r);
	writer_close(w);
	writer_free(w);
	return 0;
}

static StreamReader *client;

static int is_left_over(void *arg, void **result)
{
	StreamReader *r;
	StreamWriter *v, *w;

	if (!serve(handler_of_a_closed_loop, NULL) || !come(&r, &v) || !come(&r, &w))
		return 0;
	writer_free(v);
	loop_stop(asyncio_get_running_loop());
	trace_client_line(client = r);
	writer_free(w);
	server_free(server);
	return 0;
}

static void a_closed_loop_ends_a_server_and_its_handlers(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	task_detach(loop_create_task(loop, is_left_over, NULL));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	assert_non_null(strstr(traced(), "ECANCELED"));
	assert_non_null(client);
}

/* ==== refusals ==== */

ON_SERVER(a_server_may_be_refused, "1 EINVAL 1 EINVAL ENOENT 1")
{
	Server *other = NULL;

	if (!serve(echoes, NULL))
		return 0;
	int error = asyncio_start_server(echoes, NULL, "127.0.0.1", server->port, &other);
	trace("%d", error == -EADDRINUSE && other == NULL);
	trace_status(asyncio_start_server(echoes, NULL, "127.0.0.1", 65536, &other));
	trace("%d", other == NULL);
	trace_status(asyncio_start_server(NULL, NULL, "127.0.0.1", 0, &other));
	server_free(server);
	error = asyncio_start_server(echoes, NULL, "192.0.2.1", 0, &other);
	trace("%s", error == -EADDRNOTAVAIL ? "ENOENT" : wire_error(error));
	trace("%d", other == NULL);
	return 0;
}

static void a_server_needs_a_loop(void **state)
{
	Server *none = (Server *)(uintptr_t)1;

	assert_int_equal(asyncio_start_server(echoes, NULL, "127.0.0.1", 0, &none),
	                 -EPERM);
	assert_null(none);
}

/* Where there is no IPv6 nobody can ask for it. */
ON_SERVER(without_a_host_it_listens_everywhere, "hello hello hello")
{
	const char *hosts[] = { NULL, "127.0.0.1", "::1" };
	StreamReader *r = NULL;
	StreamWriter *w = NULL;

	server = NULL;
	succeeds(asyncio_start_server(says_hello, NULL, NULL, 0, &server));
	for (int i = 0; i < 3 && server != NULL; i++) {
		int error = asyncio_open_connection(hosts[i], server->port, &r, &w);
		if (error == 0 && r != NULL)
			trace_client_line(r);
		else if (error == -EAFNOSUPPORT || error == -EADDRNOTAVAIL)
			trace("hello");
		writer_free(w);
	}
	server_free(server);
	return 0;
}

/* ==== many ==== */

enum { CROWD = 1000 / TEST_SCALE };

ON_SERVER(a_crowd_comes, "all all 0")
{
	static StreamReader *readers[CROWD];
	static StreamWriter *writers[CROWD];
	char line[8];
	int answered = 0;

	handled = 0;
	if (!serve(echoes, NULL))
		return 0;
	for (int i = 0; i < CROWD; i++) {
		if (asyncio_open_connection("127.0.0.1", server->port, &readers[i],
		                            &writers[i]) < 0)
			return 0;
		succeeds(writer_write(writers[i], "hello\n", 6));
	}
	for (int i = 0; i < CROWD; i++)
		answered += reader_readline(readers[i], line, sizeof line) == 6;
	trace("%s", answered == CROWD ? "all" : "some");
	trace("%s", handled == CROWD ? "all" : "some");
	server_close(server);
	for (int i = 0; i < CROWD; i++)
		writer_free(writers[i]);
	trace_status(server_wait_closed(server));
	server_free(server);
	return 0;
}

static void a_thousand_come_at_once(void **state)
{
	if (!allow_descriptors(2 * CROWD + 100))
		skip();
	a_crowd_comes(state);
}

/* The second cannot be accepted before the first has gone. */
ON_SERVER(it_rests, "hello hello 1")
{
	StreamReader *a, *b;
	StreamWriter *v, *w;
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (!serve(says_hello, NULL) || !come(&a, &v))
		return 0;
	trace_client_line(a);
	double begin = loop_time(asyncio_get_running_loop());
	int last = dup(0);
	close(last);
	struct rlimit few = { (rlim_t)last + 1, limit.rlim_max };
	setrlimit(RLIMIT_NOFILE, &few);
	if (!come(&b, &w))
		return 0;
	turns();
	setrlimit(RLIMIT_NOFILE, &limit);
	trace_client_line(b);
	trace("%.0f", loop_time(asyncio_get_running_loop()) - begin);
	writer_free(v);
	writer_free(w);
	server_free(server);
	return 0;
}

static void when_descriptors_run_out_it_rests(void **state)
{
	if (getenv("RUN_UNDER") != NULL && *getenv("RUN_UNDER") != '\0')
		skip(); /* valgrind needs descriptors of its own */
	it_rests(state);
}

TESTS(T(each_connection_is_a_task), T(when_the_handler_returns_its_connection_is_closed),
      T(a_handler_may_close_it_in_any_way),
      T(the_task_of_a_connection_is_named_after_its_client),
      T(a_client_that_has_gone_leaves_its_task_a_name_without_an_address),
      T(the_error_of_a_handler_is_reported),
      T(that_it_was_cancelled_is_not), T(a_cancelled_handler_closes_its_connection),
      T(a_handler_that_is_cancelled_before_it_begins_closes_it),
      T(close_stops_accepting_and_connections_live_on),
      T(wait_closed_waits_for_close_even_without_connections),
      T(abort_clients_ends_all_connections),
      T(abort_clients_ends_those_that_take_nothing),
      T(a_server_may_be_freed_before_its_connections),
      T(a_closed_loop_ends_a_server_and_its_handlers), T(a_server_may_be_refused),
      T(a_server_needs_a_loop), T(without_a_host_it_listens_everywhere),
      T(a_thousand_come_at_once), T(when_descriptors_run_out_it_rests))
