/* Step 3.5: transports, on both selectors. One end of a pair of sockets is a transport's,
 * the other ("theirs") is read and written by hand. */
#include "sockets.h"
#include "testing.h"
#include "transports.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGE = 5000000 / TEST_SCALE + 1000000, CHUNK = 4096 };

typedef struct Conn Conn;
struct Conn {
	Protocol protocol;
	void (*on_made)(Conn *conn);
	void (*on_data)(Conn *conn);
	void (*on_pause)(Conn *conn);
	void (*on_resume)(Conn *conn);
	void (*on_their_end)(Conn *conn); /* they have read to the end of our half */
	bool keeps_open;                  /* what eof_received returns */
	bool blocks;                      /* our socket does, before it is given away */
	Loop *loop;
	Transport *transport;
	int ours, theirs, paused;
	size_t at_once, written, waits, queued, got, wrong;
	Handle reader, later;
};

static void made(Protocol *protocol, Transport *transport)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace(transport == conn->transport ? "made" : "made:another");
	if (conn->on_made != NULL)
		conn->on_made(conn);
}

static void data(Protocol *protocol, const void *bytes, size_t n)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("data:%.*s", n > 40 ? 40 : (int)n, (const char *)bytes);
	if (conn->on_data != NULL)
		conn->on_data(conn);
}

static bool eof(Protocol *protocol)
{
	trace("eof");
	return container_of(protocol, Conn, protocol)->keeps_open;
}

static void paused(Protocol *protocol)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("pause");
	conn->paused++;
	if (conn->on_pause != NULL)
		conn->on_pause(conn);
}

static void resumed(Protocol *protocol)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace("resume");
	if (conn->on_resume != NULL)
		conn->on_resume(conn);
}

static void lost(Protocol *protocol, int error)
{
	Conn *conn = container_of(protocol, Conn, protocol);

	trace(error < 0 ? "lost:error" : error == 0 ? "lost" : "lost:positive");
	if (fcntl(conn->ours, F_GETFD) >= 0)
		trace("but-open");
	transport_close(conn->transport);
	transport_abort(conn->transport);
	if (transport_write(conn->transport, "x", 1) >= 0)
		trace("but-written");
}

/* The bytes that are written in large numbers. */
static const char *pattern(void)
{
	static char bytes[LARGE];

	for (size_t i = 0; i < LARGE && bytes[LARGE - 1] == 0; i++)
		bytes[i] = (char)(1 + i % 251);
	return bytes;
}

/* Reads some of what we wrote, and compares it with the pattern. */
static void they_read(void *arg)
{
	Conn *conn = arg;
	char bytes[100000];
	ssize_t n = recv(conn->theirs, bytes, conn->at_once, 0);

	for (ssize_t i = 0; i < n; i++)
		conn->wrong += bytes[i] != (char)(1 + (conn->got + (size_t)i) % 251);
	if (n > 0)
		conn->got += (size_t)n;
	if (n > 0 || (n < 0 && errno == EAGAIN))
		return;
	handle_cancel(&conn->reader);
	if (conn->on_their_end != NULL)
		conn->on_their_end(conn);
}

static void they_begin_to_read(Conn *conn)
{
	ignore_status(loop_add_reader(conn->loop, conn->theirs, &conn->reader));
}

static void they_say(Conn *conn, const char *text)
{
	if (send(conn->theirs, text, strlen(text), MSG_NOSIGNAL) < 0)
		trace("unsaid");
}

static void they_close(Conn *conn)
{
	close(conn->theirs);
	conn->theirs = -1;
}

/* The second run of a test, too, looks at its own record. */
static size_t before;

static const char *events(void)
{
	const char *text = traced() + before;

	return *text == ' ' ? text + 1 : text;
}
#define assert_events(expected) assert_text(events(), expected)

static void conn_open(Conn *conn)
{
	int fds[2];

	before = strlen(traced());
	conn->protocol = (Protocol){ made, data, eof, paused, resumed, lost };
	conn->loop = asyncio_new_event_loop();
	assert_non_null(conn->loop);
	assert_int_equal(unblocked_pair(SOCK_STREAM, fds), 0);
	if (conn->blocks)
		assert_int_equal(fcntl(fds[0], F_SETFL, 0), 0);
	conn->ours = fds[0];
	conn->theirs = fds[1];
	conn->at_once = 20000;
	conn->reader = (Handle)HANDLE(they_read, conn);
	conn->transport = transport_new(conn->loop, conn->ours, &conn->protocol);
	assert_non_null(conn->transport);
}

static void conn_run(Conn *conn)
{
	assert_int_equal(loop_run_forever(conn->loop), 0);
}

static void conn_end(Conn *conn)
{
	loop_free(conn->loop);
	if (conn->theirs >= 0)
		close(conn->theirs);
}

static void on_both(void (*body)(void))
{
	setenv("ASYNCIO_SELECTOR", "epoll", 1);
	body();
	setenv("ASYNCIO_SELECTOR", "poll", 1);
	body();
}

/* A test with a name, and its body, which follows. */
#define ON_BOTH(name)                  \
	static void body_##name(void); \
	static void name(void **state) \
	{                              \
		on_both(body_##name);  \
	}                              \
	static void body_##name(void)

static void stop(Conn *conn)
{
	loop_stop(conn->loop);
}

static void says_two_and_closes(Conn *conn)
{
	if (conn->theirs < 0)
		return;
	they_say(conn, "two");
	they_close(conn);
}

ON_BOTH(connection_made_comes_first_and_then_the_data_in_order)
{
	Conn conn = { .on_data = says_two_and_closes };

	conn_open(&conn);
	they_say(&conn, "one");
	assert_events("");
	conn_run(&conn);
	assert_events("made data:one data:two eof lost");
	conn_end(&conn);
}

static void closes(Conn *conn)
{
	transport_close(conn->transport);
	trace(transport_is_closing(conn->transport) ? "closing" : "not-closing");
}

static void aborts(Conn *conn)
{
	transport_abort(conn->transport);
	trace(transport_is_closing(conn->transport) ? "closing" : "not-closing");
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

static void writes_large(Conn *conn)
{
	trace("%d", transport_write(conn->transport, pattern(), LARGE));
}

static void writes_large_and_closes(Conn *conn)
{
	writes_large(conn);
	they_begin_to_read(conn);
	closes(conn);
}

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

static void write_chunk(Conn *conn)
{
	size_t at = conn->written % 251;

	if (transport_write(conn->transport, pattern() + at, CHUNK) < 0)
		trace("unwritten");
	conn->written += CHUNK;
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

static void hears_more_and_closes(Conn *conn)
{
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
	Conn conn = { .on_made = pauses_reading, .on_data = pauses_again };

	conn_open(&conn);
	they_say(&conn, "one");
	conn_run(&conn);
	assert_events("made reads data:one reads data:two eof lost");
	conn_end(&conn);
}

ON_BOTH(resuming_early_reads_nothing_before_connection_made)
{
	Conn conn = { 0 };

	conn_open(&conn);
	they_say(&conn, "one");
	they_close(&conn);
	transport_pause_reading(conn.transport);
	transport_resume_reading(conn.transport);
	conn_run(&conn);
	assert_events("made data:one eof lost");
	conn_end(&conn);
}

static void writes_large_and_stops(Conn *conn)
{
	writes_large(conn);
	stop(conn);
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

ON_BOTH(closing_the_loop_forgets_what_was_to_be_called)
{
	Conn conn = { 0 };

	conn_open(&conn);
	transport_abort(conn.transport);
	conn_end(&conn);
	assert_events("");
	assert_int_equal(fcntl(conn.ours, F_GETFD), -1);
}

ON_BOTH(a_socket_that_blocks_is_made_non_blocking)
{
	Conn conn = { .on_made = writes_large_and_closes, .blocks = true };

	conn_open(&conn);
	assert_true(fcntl(conn.ours, F_GETFL) & O_NONBLOCK);
	conn_run(&conn);
	assert_events("made pause 0 closing resume lost");
	assert_int_equal(conn.got, LARGE);
	conn_end(&conn);
}

/* No memory is read that is not there, and nobody waits for what cannot come. */
ON_BOTH(what_is_no_socket_loses_the_connection)
{
	Conn conn = { .theirs = -1, .ours = -1 };

	before = strlen(traced());
	conn.protocol = (Protocol){ made, data, eof, paused, resumed, lost };
	conn.loop = asyncio_new_event_loop();
	conn.transport = transport_new(conn.loop, -1, &conn.protocol);
	assert_non_null(conn.transport);
	conn_run(&conn);
	assert_events("made lost:error");
	conn_end(&conn);
}

/* A transport for an end of a pipe; the other end is theirs. */
static void pipe_begin(Conn *conn, int ours)
{
	int ends[2];

	before = strlen(traced());
	conn->protocol = (Protocol){ made, data, eof, paused, resumed, lost };
	conn->loop = asyncio_new_event_loop();
	assert_int_equal(pipe(ends), 0);
	conn->ours = ends[ours];
	conn->theirs = ends[1 - ours];
	conn->transport = transport_new(conn->loop, conn->ours, &conn->protocol);
	assert_non_null(conn->transport);
}

ON_BOTH(a_pipe_is_read_from_to_its_end)
{
	Conn conn = { .theirs = -1 };

	pipe_begin(&conn, 0);
	trace("%d", transport_write(conn.transport, "x", 1) == -EPIPE);
	assert_int_equal(write(conn.theirs, "hello", 5), 5);
	close(conn.theirs);
	conn.theirs = -1;
	conn_run(&conn);
	assert_events("1 made data:hello eof lost");
	conn_end(&conn);
}

ON_BOTH(a_pipe_is_written_to_and_write_eof_closes_it)
{
	char text[8] = "";
	Conn conn = { .theirs = -1 };

	pipe_begin(&conn, 1);
	trace("%d", transport_write(conn.transport, "hello", 5));
	trace("%d", transport_write_eof(conn.transport));
	conn_run(&conn);
	trace("%d:%s", (int)read(conn.theirs, text, sizeof text), text);
	trace("%d", (int)read(conn.theirs, text, sizeof text));
	assert_events("0 0 made eof lost 5:hello 0");
	conn_end(&conn);
}

/* It would be the end of the process if SIGPIPE came; and a signal that the program
 * blocks is not taken from it. */
ON_BOTH(a_pipe_that_nobody_reads_is_an_error_and_no_signal)
{
	Conn conn = { .theirs = -1 };

	signal(SIGPIPE, SIG_DFL);
	pipe_begin(&conn, 1);
	close(conn.theirs);
	conn.theirs = -1;
	trace("%d", transport_write(conn.transport, "hello", 5) == -ECONNRESET);
	conn_run(&conn);
	assert_events("1 made eof lost:error");
	conn_end(&conn);
}

static void no_transport_is_one_that_has_ended(void **state)
{
	transport_close(NULL);
	transport_abort(NULL);
	transport_pause_reading(NULL);
	transport_resume_reading(NULL);
	transport_set_write_buffer_limits(NULL, 1, 1);
	assert_true(transport_is_closing(NULL));
	assert_int_equal(transport_get_write_buffer_size(NULL), 0);
	assert_int_equal(transport_write(NULL, "x", 1), -EPIPE);
	assert_int_equal(transport_write_eof(NULL), -EPIPE);
}

/* A loop that runs in a generator has its stack, and that is small. */
static int body_of_a_small_stack(void *arg, void **result)
{
	return loop_run_forever(arg);
}

ON_BOTH(a_small_stack_is_large_enough)
{
	Conn conn = { .on_data = closes };

	conn_open(&conn);
	they_say(&conn, "one");
	Generator *generator = generator_new(body_of_a_small_stack, conn.loop);
	assert_non_null(generator);
	assert_int_equal(generator_next(generator, NULL), 0);
	generator_free(generator);
	assert_events("made data:one closing lost");
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
      T(nothing_is_called_before_the_next_pass),
      T(all_that_was_written_arrives_in_order_after_close),
      T(what_was_not_taken_waits_and_the_protocol_is_paused_once),
      T(the_marks_can_be_set), T(a_protocol_need_not_care_about_pauses),
      T(the_protocol_may_write_while_it_is_resumed),
      T(after_close_nothing_can_be_written),
      T(write_eof_ends_our_half_behind_the_data_and_reading_goes_on),
      T(eof_received_may_keep_our_half_open),
      T(without_eof_received_it_closes_at_their_end),
      T(a_reset_is_an_error_of_connection_lost),
      T(writing_to_one_that_has_gone_loses_the_connection_without_a_signal),
      T(an_error_after_close_drops_what_waits),
      T(the_protocol_may_close_while_it_receives), T(abort_drops_what_waits),
      T(the_protocol_may_abort_while_it_is_paused), T(nothing_is_read_in_a_pause),
      T(resuming_early_reads_nothing_before_connection_made),
      T(closing_the_loop_closes_transports_and_calls_nobody),
      T(the_protocol_may_close_the_loop_while_it_is_paused),
      T(closing_the_loop_forgets_what_was_to_be_called),
      T(a_socket_that_blocks_is_made_non_blocking),
      T(what_is_no_socket_loses_the_connection),
      T(a_pipe_is_read_from_to_its_end), T(a_pipe_is_written_to_and_write_eof_closes_it),
      T(a_pipe_that_nobody_reads_is_an_error_and_no_signal),
      T(no_transport_is_one_that_has_ended), T(a_small_stack_is_large_enough),
      T(a_closed_loop_refuses_and_the_descriptor_is_closed))
