/* Rung 5.3.4: the end of a server. */
#include "serve.h"

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

ON_SERVER(a_server_that_is_closed_or_freed_has_closed_its_socket, "closed closed")
{
	for (int i = 0; i < 2; i++) {
		int port, fd = bound_socket(&port);
		if (asyncio_start_server_sock(echoes, NULL, fd, &server) < 0)
			return 0;
		if (i == 0)
			server_close(server);
		else
			server_free(server);
		trace_closed(fd);
		if (i == 0)
			server_free(server);
	}
	return 0;
}

/* What the client reads at the end of its connection, if that comes. */
static void trace_end(StreamReader *r)
{
	for (int i = 0; i < 1000 && !r->eof; i++)
		succeeds(asyncio_sleep(0));
	if (r->eof)
		trace_client_line(r);
	else
		trace("is alive");
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
	trace_end(a);
	trace_end(b);
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
	turns();
	if (!future_done(task)) {
		trace("the task still waits");
		task_cancel(task);
	}
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

static int server_fd;

static int starts_a_server(void *arg, void **result)
{
	int port;

	server_fd = bound_socket(&port);
	return asyncio_start_server_sock(echoes, NULL, server_fd, &server);
}

static void a_closed_loop_closes_its_servers(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	on(loop, starts_a_server);
	assert_compared(fcntl(server_fd, F_GETFD), >=, 0);
	loop_free(loop);
	assert_int_equal(fcntl(server_fd, F_GETFD), -1);
	server_free(server);
}

TESTS(T(close_stops_accepting_and_connections_live_on),
      T(wait_closed_waits_for_close_even_without_connections),
      T(a_server_that_is_closed_or_freed_has_closed_its_socket),
      T(abort_clients_ends_all_connections),
      T(abort_clients_ends_those_that_take_nothing),
      T(a_server_may_be_freed_before_its_connections),
      T(a_closed_loop_closes_its_servers))
