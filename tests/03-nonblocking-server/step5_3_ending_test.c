/* 3.5.3: how a transport ends. */
#include "conn.h"
#include "io_tasks.h"

ON_BOTH(when_the_peer_has_closed_the_connection_is_lost)
{
	Conn conn = { .on_data = says_two_and_closes };

	conn_open(&conn);
	they_say(&conn, "one");
	conn_run(&conn);
	assert_events("made data:one data:two eof lost");
	conn_end(&conn);
}

ON_BOTH(nothing_is_called_before_the_next_pass)
{
	Conn conn = { 0 };

	conn_open(&conn);
	assert_int_equal(transport_is_closing(conn.transport), false);
	closes(&conn);
	aborts(&conn);
	assert_events("closing closing");
	conn_run(&conn);
	assert_events("closing closing made lost");
	conn_end(&conn);
}

ON_BOTH(without_eof_received_it_closes_at_their_end)
{
	Conn conn = { 0 };

	conn_open(&conn);
	conn.protocol.eof_received = NULL;
	they_close(&conn);
	conn_run(&conn);
	assert_events("made lost");
	conn_end(&conn);
}

static void aborts_next(void *conn)
{
	aborts(conn);
}

static void hears_one_and_aborts_next(Conn *conn)
{
	they_say(conn, "one");
	conn->later = (Handle)HANDLE(aborts_next, conn);
	loop_call_soon(conn->loop, &conn->later);
}

ON_BOTH(what_has_come_is_not_read_after_an_abort)
{
	Conn conn = { .on_made = hears_one_and_aborts_next };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made closing lost");
	conn_end(&conn);
}

static int waits_for_bytes(void *conn, void **result)
{
	trace("%d", io_readable(((Conn *)conn)->ours) == -EBADF);
	return 0;
}

static void resumes(void *conn)
{
	transport_resume_reading(((Conn *)conn)->transport);
	trace("resumed");
}

ON_BOTH(where_a_task_reads_the_connection_is_lost)
{
	Conn conn = { 0 };

	conn_open(&conn);
	transport_pause_reading(conn.transport);
	conn.later = (Handle)HANDLE(resumes, &conn);
	assert_int_equal(io_task_add(conn.loop, generator_new(waits_for_bytes, &conn)),
	                 0);
	loop_call_soon(conn.loop, &conn.later);
	conn_run(&conn);
	assert_events("made resumed lost:error 1");
	conn_end(&conn);
}

static void hears_more_and_closes(Conn *conn)
{
	if (conn->written++ == 0)
		they_say(conn, "two");
	closes(conn);
}

ON_BOTH(the_protocol_may_close_while_it_receives)
{
	Conn conn = { .on_data = hears_more_and_closes };

	conn_open(&conn);
	they_say(&conn, "one");
	conn_run(&conn);
	assert_events("made data:one closing lost");
	conn_end(&conn);
}

ON_BOTH(closing_the_loop_forgets_what_was_to_be_called)
{
	Conn conn = { 0 };

	conn_open(&conn);
	transport_abort(conn.transport);
	conn_end(&conn);
	assert_events("");
	assert_int_equal(fcntl(conn.ours, F_GETFD), -1);
}

/* Called by loop_close, after the transport was. */
static void looks_what_is_ready(void *loop)
{
	trace(list_empty(&((Loop *)loop)->ready) ? "nothing-is-ready"
	                                         : "a-handle-is-still-ready");
}

/* The transport is freed when the loop is closed, and its handles with it: made, and end
 * if the connection is lost. */
static void closes_the_loop_under_it(bool is_lost)
{
	Conn conn = { 0 };
	Handle closing;

	conn_open(&conn);
	closing = (Handle)HANDLE(looks_what_is_ready, conn.loop);
	handle_append(&conn.loop->closing, &closing);
	if (is_lost)
		transport_abort(conn.transport);
	assert_int_equal(loop_close(conn.loop), 0);
	assert_events("nothing-is-ready");
	conn_end(&conn);
}

ON_BOTH(a_transport_that_is_freed_has_no_handle_on_the_ready_list)
{
	closes_the_loop_under_it(false);
	closes_the_loop_under_it(true);
}

/* No memory is read that is not there, and nobody waits for what cannot come. */
ON_BOTH(what_is_no_socket_loses_the_connection)
{
	Conn conn = { .theirs = -1, .ours = -1 };

	conn_begin(&conn);
	conn.transport = transport_new(conn.loop, -1, &conn.protocol);
	assert_non_null(conn.transport);
	conn_run(&conn);
	assert_events("made lost:error");
	conn_end(&conn);
}

static void a_transport_that_has_ended_is_closing(void **state)
{
	transport_close(NULL);
	transport_abort(NULL);
	transport_pause_reading(NULL);
	transport_resume_reading(NULL);
	assert_true(transport_is_closing(NULL));
}

TESTS(T(when_the_peer_has_closed_the_connection_is_lost),
      T(what_has_come_is_not_read_after_an_abort),
      T(where_a_task_reads_the_connection_is_lost),
      T(nothing_is_called_before_the_next_pass),
      T(without_eof_received_it_closes_at_their_end),
      T(the_protocol_may_close_while_it_receives),
      T(closing_the_loop_forgets_what_was_to_be_called),
      T(a_transport_that_is_freed_has_no_handle_on_the_ready_list),
      T(what_is_no_socket_loses_the_connection),
      T(a_transport_that_has_ended_is_closing))
