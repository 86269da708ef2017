/* 3.5.5: what waits is dropped, also while the protocol is told to pause. */
#define CONN_WRITES
#include "conn.h"

static void goes_with_data_waiting(Conn *conn)
{
	writes_large(conn);
	closes(conn);
	they_close(conn);
}

ON_BOTH(an_error_after_close_drops_what_waits)
{
	Conn conn = { .on_made = goes_with_data_waiting };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause 0 closing lost:error");
	conn_end(&conn);
}

static void aborts_with_data_waiting(Conn *conn)
{
	writes_large(conn);
	closes(conn);
	aborts(conn);
	conn->waits = transport_get_write_buffer_size(conn->transport);
	they_begin_to_read(conn);
}

ON_BOTH(abort_drops_what_waits)
{
	Conn conn = { .on_made = aborts_with_data_waiting };

	conn_open(&conn);
	conn.waits = 1;
	conn_run(&conn);
	assert_events("made pause 0 closing closing lost");
	assert_int_equal(conn.waits, 0);
	assert_below(conn.got, LARGE);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

ON_BOTH(the_protocol_may_abort_while_it_is_paused)
{
	Conn conn = { .on_made = writes_large, .on_pause = aborts };

	conn_open(&conn);
	conn_run(&conn);
	assert_int_equal(strncmp(events(), "made pause closing ", 19), 0);
	assert_text(events() + strlen(events()) - 5, " lost");
	conn_end(&conn);
}

static void writes_large_and_stops(Conn *conn)
{
	writes_large(conn);
	stops(conn);
}

ON_BOTH(closing_the_loop_closes_transports_and_calls_nobody)
{
	Conn conn = { .on_made = writes_large_and_stops };

	conn_open(&conn);
	conn_run(&conn);
	assert_int_equal(loop_close(conn.loop), 0);
	assert_events("made pause 0");
	assert_int_equal(fcntl(conn.ours, F_GETFD), -1);
	conn_end(&conn);
}

/* Of memory that was freed nothing remains. */
static void spoil_what_is_free(void)
{
	char *blocks[64];

	for (size_t i = 0; i < 64; i++) {
		blocks[i] = malloc(16 * (i + 1));
		if (blocks[i] != NULL)
			memset(blocks[i], 0xff, 16 * (i + 1));
	}
	for (size_t i = 0; i < 64; i++)
		free(blocks[i]);
}

static void closes_the_loop(Conn *conn)
{
	trace("%d", loop_close(conn->loop));
	spoil_what_is_free();
}

ON_BOTH(the_protocol_may_close_the_loop_while_it_is_paused)
{
	Conn conn = { .on_pause = closes_the_loop };

	conn_open(&conn);
	trace("%d", transport_write(conn.transport, pattern(), LARGE));
	assert_events("pause 0 0");
	assert_int_equal(fcntl(conn.ours, F_GETFD), -1);
	conn_end(&conn);
}

TESTS(T(an_error_after_close_drops_what_waits),
      T(abort_drops_what_waits),
      T(the_protocol_may_abort_while_it_is_paused),
      T(closing_the_loop_closes_transports_and_calls_nobody),
      T(the_protocol_may_close_the_loop_while_it_is_paused))
