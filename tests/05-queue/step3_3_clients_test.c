/* Rung 5.3.3: a server, whose connections are tasks. */
#include "machines/descriptors.h"
#include "sock.h"
#include "serve.h"

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

static int says_its_name(StreamReader *r, StreamWriter *w, void *arg)
{
	trace("%s", task_get_name(asyncio_current_task()));
	return 0;
}

/* The name that the task of this client should have is traced first. */
static int comes_from_a_known_port(void *unused, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	struct sockaddr_in here, there;
	socklen_t size = sizeof here;
	int fd = io_socket(AF_INET, SOCK_STREAM, 0);
	char byte;

	if (!serve(says_its_name, NULL))
		return 0;
	there = here_at_port(server->port);
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
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	if (!serve(says_its_name_in_quotes, NULL))
		return 0;
	int fd = dial(server->port);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	close(fd);
	for (int i = 0; i < 10; i++)
		turns();
	server_free(server);
	return 0;
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

ON_SERVER(each_side_knows_the_address_of_the_other, "0 127. 0 right 0 127. HELLO 1:")
{
	StreamReader *r;
	StreamWriter *w;
	char text[64] = "?";
	struct sockaddr_in here;
	socklen_t size = sizeof here;
	int port, fd = socket(AF_INET, SOCK_STREAM, 0);

	if (!serve(names_peer, &port))
		return 0;
	here = here_at_port(server->port);
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
	server_free(server);
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

TESTS(T(each_connection_is_a_task), T(when_the_handler_returns_its_connection_is_closed),
      T(a_handler_may_close_it_in_any_way),
      T(the_task_of_a_connection_is_named_after_its_client),
      T(a_client_that_has_gone_leaves_its_task_a_name_without_an_address),
      T(the_error_of_a_handler_is_reported), T(that_it_was_cancelled_is_not),
      T(a_cancelled_handler_closes_its_connection),
      T(a_handler_that_is_cancelled_before_it_begins_closes_it),
      T(each_side_knows_the_address_of_the_other),
      T(a_closed_loop_ends_a_server_and_its_handlers))
