/* 3.5.5: the marks, and the end of our half. */
#define CONN_WRITES
#include "conn.h"

ON_BOTH(all_that_was_written_arrives_in_order_after_close)
{
	Conn conn = { .on_made = writes_large_and_closes };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause 0 closing resume lost");
	assert_int_equal(conn.got, LARGE);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void writes_until_paused(Conn *conn)
{
	int queued = 0;

	while (conn->paused == 0 && conn->written < LARGE)
		write_chunk(conn);
	conn->waits = transport_get_write_buffer_size(conn->transport);
	write_chunk(conn);
	ioctl(conn->theirs, FIONREAD, &queued);
	conn->queued = (size_t)queued;
	they_begin_to_read(conn);
}

static void closes_with_little_waiting(Conn *conn)
{
	trace(transport_get_write_buffer_size(conn->transport) <= 16384 ? "little"
	                                                                : "much");
	closes(conn);
}

ON_BOTH(what_was_not_taken_waits_and_the_protocol_is_paused_once)
{
	Conn conn = { .on_made = writes_until_paused,
		      .on_resume = closes_with_little_waiting };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause resume little closing lost");
	assert_int_equal(conn.waits, conn.written - CHUNK - conn.queued);
	assert_compared(conn.waits, >, 65536);
	assert_below(conn.waits, 65536 + CHUNK + 1);
	assert_int_equal(conn.got, conn.written);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void writes_although_it_is_told_to_pause(Conn *conn)
{
	if (conn->paused < 5)
		write_chunk(conn);
}

ON_BOTH(who_writes_when_it_is_told_to_pause_is_told_once)
{
	Conn conn = { .on_made = writes_until_paused,
		      .on_pause = writes_although_it_is_told_to_pause,
		      .on_resume = closes_with_little_waiting };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause resume little closing lost");
	assert_int_equal(conn.got, conn.written);
	conn_end(&conn);
}

static void raises_the_marks(Conn *conn)
{
	transport_set_write_buffer_limits(conn->transport, 700000, 400000);
	writes_until_paused(conn);
	trace(conn->waits > 700000 ? "much" : "little");
}

static void writes_behind_what_waits(Conn *conn)
{
	size_t waits = transport_get_write_buffer_size(conn->transport);

	trace(waits > 0 && waits <= 400000 ? "some" : "all-or-none");
	write_chunk(conn);
	write_chunk(conn);
	closes(conn);
}

ON_BOTH(the_marks_can_be_set)
{
	Conn conn = { .on_made = raises_the_marks,
		      .on_resume = writes_behind_what_waits };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause much resume some closing lost");
	assert_int_equal(conn.got, conn.written);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void writes_and_lowers_the_marks(Conn *conn)
{
	transport_set_write_buffer_limits(conn->transport, LARGE, LARGE);
	writes_large(conn);
	trace("lower");
	transport_set_write_buffer_limits(conn->transport, 1, 1);
	trace("raise");
	transport_set_write_buffer_limits(conn->transport, LARGE, LARGE);
	aborts(conn);
}

ON_BOTH(new_marks_count_at_once)
{
	Conn conn = { .on_made = writes_and_lowers_the_marks };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 0 lower pause raise resume closing lost");
	conn_end(&conn);
}

static void sets_the_low_mark_above_the_high_one(Conn *conn)
{
	transport_set_write_buffer_limits(conn->transport, CHUNK, 100 * CHUNK);
	writes_until_paused(conn);
}

static void closes_when_no_more_than_the_high_mark_waits(Conn *conn)
{
	trace(transport_get_write_buffer_size(conn->transport) <= CHUNK
	              ? "little"
	              : "more-than-the-high-mark");
	closes(conn);
}

ON_BOTH(a_low_mark_above_the_high_one_is_the_high_one)
{
	Conn conn = { .on_made = sets_the_low_mark_above_the_high_one,
		      .on_resume = closes_when_no_more_than_the_high_mark_waits };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause resume little closing lost");
	conn_end(&conn);
}

static void counts_and_goes_on(Conn *conn)
{
	conn->waits = transport_get_write_buffer_size(conn->transport);
	conn->paused = 0;
	if (conn->written > 600000)
		transport_close(conn->transport);
	else
		writes_until_paused(conn);
}

static void lowers_the_marks(Conn *conn)
{
	transport_set_write_buffer_limits(conn->transport, 3 * CHUNK, CHUNK);
	writes_until_paused(conn);
	trace(conn->waits <= 4 * CHUNK ? "low" : "high");
	conn->on_resume = counts_and_goes_on;
}

ON_BOTH(the_protocol_may_write_while_it_is_resumed)
{
	Conn conn = { .on_made = lowers_the_marks };

	conn_open(&conn);
	conn_run(&conn);
	assert_int_equal(strncmp(events(), "made pause low resume pause resume ", 35), 0);
	assert_text(events() + strlen(events()) - 5, " lost");
	assert_int_equal(conn.got, conn.written);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void closes_and_writes(Conn *conn)
{
	trace("%d", transport_write(conn->transport, "bye", 3));
	closes(conn);
	trace("%d", transport_write(conn->transport, "x", 1) == -EPIPE);
	trace("%d", transport_write_eof(conn->transport) == -EPIPE);
	transport_close(conn->transport);
}

ON_BOTH(after_close_nothing_can_be_written)
{
	Conn conn = { .on_made = closes_and_writes };
	char bytes[8];

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 0 closing 1 1 lost");
	assert_int_equal(recv(conn.theirs, bytes, sizeof bytes, 0), 3);
	assert_int_equal(recv(conn.theirs, bytes, sizeof bytes, 0), 0);
	conn_end(&conn);
}

static void ends_its_half(Conn *conn)
{
	writes_large(conn);
	trace("%d", transport_write_eof(conn->transport));
	trace("%d", transport_write(conn->transport, "x", 1) == -EPIPE);
	trace("%d", transport_write_eof(conn->transport));
	they_begin_to_read(conn);
}

static void they_answer(Conn *conn)
{
	trace("%d", conn->got == LARGE);
	they_say(conn, "answer");
	they_close(conn);
}

ON_BOTH(write_eof_ends_our_half_behind_the_data_and_reading_goes_on)
{
	Conn conn = { .on_made = ends_its_half, .on_their_end = they_answer };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made pause 0 0 1 0 resume 1 data:answer eof lost");
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void writes_into_the_void(Conn *conn)
{
	they_close(conn);
	for (int i = 0; i < 2; i++)
		trace("%d", transport_write(conn->transport, "x", 1) == -ECONNRESET);
	trace("%d", transport_write_eof(conn->transport) == -ECONNRESET);
}

ON_BOTH(writing_to_one_that_has_gone_loses_the_connection_without_a_signal)
{
	Conn conn = { .on_made = writes_into_the_void };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 1 1 1 lost:error");
	conn_end(&conn);
}

static void nothing_can_be_written_to_one_that_has_ended(void **state)
{
	transport_set_write_buffer_limits(NULL, 1, 1);
	assert_int_equal(transport_get_write_buffer_size(NULL), 0);
	assert_int_equal(transport_write(NULL, "x", 1), -EPIPE);
	assert_int_equal(transport_write_eof(NULL), -EPIPE);
}

TESTS(T(all_that_was_written_arrives_in_order_after_close),
      T(what_was_not_taken_waits_and_the_protocol_is_paused_once),
      T(who_writes_when_it_is_told_to_pause_is_told_once), T(the_marks_can_be_set),
      T(new_marks_count_at_once),
      T(a_low_mark_above_the_high_one_is_the_high_one),
      T(the_protocol_may_write_while_it_is_resumed),
      T(after_close_nothing_can_be_written),
      T(write_eof_ends_our_half_behind_the_data_and_reading_goes_on),
      T(writing_to_one_that_has_gone_loses_the_connection_without_a_signal),
      T(nothing_can_be_written_to_one_that_has_ended))
