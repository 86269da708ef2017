/* 3.5.4: what a transport writes. */
#define CONN_WRITES
#include "conn.h"
#include "io_tasks.h"

/* Writes much, without a word about pauses. */
static void begins_to_write(Conn *conn)
{
	conn->protocol.pause_writing = conn->protocol.resume_writing = NULL;
	writes_large(conn);
	ioctl(conn->theirs, FIONREAD, &conn->paused);
	conn->queued = (size_t)conn->paused;
	conn->waits = transport_get_write_buffer_size(conn->transport);
	they_begin_to_read(conn);
}

static void begins_to_write_and_closes(Conn *conn)
{
	begins_to_write(conn);
	closes(conn);
	trace("%d", transport_write(conn->transport, "x", 1) == -EPIPE);
}

ON_BOTH(a_large_piece_arrives_whole_and_behind_it_nothing)
{
	Conn conn = { .on_made = begins_to_write_and_closes };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 0 closing 1 lost");
	assert_int_equal(conn.got, LARGE);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

ON_BOTH(what_the_system_has_not_taken_waits)
{
	Conn conn = { .on_made = begins_to_write };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 0 waits-for-ever");
	assert_int_equal(conn.got, LARGE);
	assert_int_equal(conn.waits, LARGE - conn.queued);
	assert_int_equal(transport_get_write_buffer_size(conn.transport), 0);
	conn_end(&conn);
}

/* Something waits; then they make room for a little more than that. */
static void writes_when_there_is_room_again(Conn *conn)
{
	conn->protocol.pause_writing = conn->protocol.resume_writing = NULL;
	while (transport_get_write_buffer_size(conn->transport) == 0 &&
	       conn->written < LARGE)
		write_chunk(conn);
	trace(transport_get_write_buffer_size(conn->transport) > 0 ? "waits" : "-");
	they_read(conn);
	write_chunk(conn);
	they_begin_to_read(conn);
	closes(conn);
}

ON_BOTH(nothing_overtakes_what_waits_even_if_there_is_room_again)
{
	Conn conn = { .on_made = writes_when_there_is_room_again };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made waits closing lost");
	assert_int_equal(conn.wrong, 0);
	assert_int_equal(conn.got, conn.written);
	conn_end(&conn);
}

static void writes_until_a_million(Conn *conn)
{
	while (conn->paused == 0 && conn->written < 1000000)
		write_chunk(conn);
	conn->paused = 0;
	conn->waits = transport_get_write_buffer_size(conn->transport);
	if (conn->written >= 1000000)
		transport_close(conn->transport);
}

static void begins_to_write_a_million(Conn *conn)
{
	conn->protocol.pause_writing = NULL;
	transport_set_write_buffer_limits(conn->transport, 0, 0);
	they_begin_to_read(conn);
	conn->protocol.resume_writing = NULL;
	writes_until_a_million(conn);
}

ON_BOTH(a_protocol_need_not_care_about_pauses)
{
	Conn conn = { .on_made = begins_to_write_a_million };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made lost");
	assert_int_equal(conn.got, conn.written);
	assert_int_equal(conn.wrong, 0);
	conn_end(&conn);
}

static void writes_large_closes_and_hears_more(Conn *conn)
{
	begins_to_write(conn);
	closes(conn);
	they_say(conn, "more");
}

ON_BOTH(what_comes_after_close_is_not_read_although_bytes_wait)
{
	Conn conn = { .on_data = writes_large_closes_and_hears_more };

	conn_open(&conn);
	they_say(&conn, "one");
	conn_run(&conn);
	assert_events("made data:one 0 closing lost");
	conn_end(&conn);
}

static int waits_for_room(void *conn, void **result)
{
	trace("%d", io_writable(((Conn *)conn)->ours) == -EBADF);
	return 0;
}

/* Nothing of the first has to wait. Of the second a part is sent, and the rest cannot be
 * kept, because a task waits for room already. */
static void writes_beside_a_task(void *arg)
{
	Conn *conn = arg;

	trace("%d", transport_write(conn->transport, "x", 1));
	trace("%d", transport_write(conn->transport, pattern(), LARGE) == -ECONNRESET);
}

ON_BOTH(a_hole_in_the_stream_is_the_end_of_the_connection)
{
	Conn conn = { 0 };

	conn_open(&conn);
	conn.later = (Handle)HANDLE(writes_beside_a_task, &conn);
	assert_int_equal(io_task_add(conn.loop, generator_new(waits_for_room, &conn)), 0);
	loop_call_soon(conn.loop, &conn.later);
	conn_run(&conn);
	assert_events("made 0 1 lost:error 1");
	conn_end(&conn);
}

static void closes_later(void *arg)
{
	closes(arg);
}

static void writes_late(void *arg)
{
	Conn *conn = arg;

	trace("%d", transport_write(conn->transport, "late", 4));
	transport_pause_reading(conn->transport);
	transport_resume_reading(conn->transport);
	conn->later = (Handle)HANDLE(closes_later, conn);
	loop_call_later(conn->loop, 0.02, &conn->later);
}

ON_BOTH(eof_received_may_keep_our_half_open)
{
	Conn conn = { .keeps_open = true };
	char bytes[8];

	conn_open(&conn);
	conn.later = (Handle)HANDLE(writes_late, &conn);
	assert_int_equal(shutdown(conn.theirs, SHUT_WR), 0);
	loop_call_later(conn.loop, 0.02, &conn.later);
	conn_run(&conn);
	assert_events("made eof 0 closing lost");
	assert_int_equal(recv(conn.theirs, bytes, sizeof bytes, 0), 4);
	conn_end(&conn);
}

static void is_reset(Conn *conn)
{
	trace("%d", transport_write(conn->transport, "x", 1));
	they_close(conn); /* it is unread */
}

ON_BOTH(a_reset_is_an_error_of_connection_lost)
{
	Conn conn = { .on_made = is_reset };

	conn_open(&conn);
	conn_run(&conn);
	assert_events("made 0 lost:error");
	conn_end(&conn);
}

TESTS(T(a_large_piece_arrives_whole_and_behind_it_nothing),
      T(what_the_system_has_not_taken_waits),
      T(nothing_overtakes_what_waits_even_if_there_is_room_again),
      T(a_protocol_need_not_care_about_pauses),
      T(what_comes_after_close_is_not_read_although_bytes_wait),
      T(a_hole_in_the_stream_is_the_end_of_the_connection),
      T(eof_received_may_keep_our_half_open),
      T(a_reset_is_an_error_of_connection_lost))
