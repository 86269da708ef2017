/* 3.5.2: what a transport reads. */
#include "conn.h"

ON_BOTH(connection_made_comes_first_and_then_the_data_in_order)
{
	Conn conn = { .on_data = says_two_and_closes, .keeps_open = true };

	conn_open(&conn);
	they_say(&conn, "one");
	assert_events("");
	conn_run(&conn);
	assert_events("made data:one data:two eof");
	conn_end(&conn);
}

static void resumes_reading(void *arg)
{
	Conn *conn = arg;

	trace("reads");
	transport_resume_reading(conn->transport);
}

static void pauses_reading(Conn *conn)
{
	transport_pause_reading(conn->transport);
	conn->later = (Handle)HANDLE(resumes_reading, conn);
	loop_call_later(conn->loop, 0.02, &conn->later);
}

static void pauses_again(Conn *conn)
{
	if (conn->theirs >= 0)
		pauses_reading(conn);
	says_two_and_closes(conn);
}

ON_BOTH(nothing_is_read_in_a_pause)
{
	Conn conn = { .on_made = pauses_reading, .on_data = pauses_again,
		      .keeps_open = true };

	conn_open(&conn);
	they_say(&conn, "one");
	conn_run(&conn);
	assert_events("made reads data:one reads data:two eof");
	conn_end(&conn);
}

ON_BOTH(resuming_early_reads_nothing_before_connection_made)
{
	Conn conn = { .keeps_open = true };

	conn_open(&conn);
	they_say(&conn, "one");
	they_close(&conn);
	transport_pause_reading(conn.transport);
	transport_resume_reading(conn.transport);
	conn_run(&conn);
	assert_events("made data:one eof");
	conn_end(&conn);
}

/* A loop that runs in a generator has its stack, and that is small. */
static int body_of_a_small_stack(void *arg, void **result)
{
	return loop_run_forever(arg);
}

ON_BOTH(a_small_stack_is_large_enough)
{
	Conn conn = { .on_data = stops };

	conn_open(&conn);
	they_say(&conn, "one");
	Generator *generator = generator_new(body_of_a_small_stack, conn.loop);
	assert_non_null(generator);
	assert_int_equal(generator_next(generator, NULL), 0);
	generator_free(generator);
	assert_events("made data:one");
	conn_end(&conn);
}

ON_BOTH(a_closed_loop_refuses_and_the_descriptor_is_closed)
{
	Loop *loop = asyncio_new_event_loop();
	Protocol protocol = { 0 };
	int fds[2];

	assert_int_equal(unblocked_pair(SOCK_STREAM, fds), 0);
	loop_close(loop);
	assert_null(transport_new(loop, fds[0], &protocol));
	assert_int_equal(fcntl(fds[0], F_GETFD), -1);
	close(fds[1]);
	loop_free(loop);
}

TESTS(T(connection_made_comes_first_and_then_the_data_in_order),
      T(nothing_is_read_in_a_pause),
      T(resuming_early_reads_nothing_before_connection_made),
      T(a_small_stack_is_large_enough),
      T(a_closed_loop_refuses_and_the_descriptor_is_closed))
