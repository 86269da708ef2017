/* Exercise idle_timeout: see 03-nonblocking-server/exercises/idle_timeout.c. */
#include "connection.h"
#include "idle_timeout.h"

#include <errno.h>

static IdleTimeout idle;
static bool answers; /* much is written to the client, which does not read */

static void made(Protocol *protocol, Transport *transport)
{
	static const char answer[1000000];

	if (idle_begin(&idle, loop, transport, 5) < 0)
		trace("refused");
	if (answers && transport_write(transport, answer, sizeof answer) < 0)
		trace("unsaid");
}

static void received(Protocol *protocol, const void *data, size_t n)
{
	trace("%.*s at %g", (int)n, (const char *)data, loop_time(loop));
	if (idle_touch(&idle) < 0)
		trace("refused");
}

static void lost(Protocol *protocol, int error)
{
	trace("lost at %g", loop_time(loop));
	idle_end(&idle);
}

static Protocol protocol = { .connection_made = made,
	                     .data_received = received,
	                     .connection_lost = lost };

static void a_connection_that_says_nothing_is_closed(void **state)
{
	Word words[] = { { 20, NULL } };

	run_connection(&protocol, words, 1);
	assert_trace("lost at 5 loop-ends at 20");
}

static void whatever_comes_begins_the_time_anew(void **state)
{
	Word words[] = { { 3, "a" }, { 7, "b" }, { 20, NULL } };

	run_connection(&protocol, words, 3);
	assert_trace("a at 3 b at 7 lost at 12 loop-ends at 20");
}

static void what_comes_too_late_is_not_read(void **state)
{
	Word words[] = { { 4, "a" }, { 8, "b" }, { 14, NULL } };

	run_connection(&protocol, words, 3);
	assert_trace("a at 4 b at 8 lost at 13 loop-ends at 14");
}

static void nothing_is_left_of_it_when_the_connection_has_ended(void **state)
{
	Word words[] = { { 1, "a" }, { 2, NULL } };

	run_connection(&protocol, words, 2);
	assert_trace("a at 1 lost at 2 loop-ends at 2");
}

static void what_waits_to_be_written_does_not_keep_it(void **state)
{
	Word words[] = { { 3, "a" }, { 20, NULL } };

	answers = true;
	run_connection(&protocol, words, 2);
	assert_trace("a at 3 lost at 8 loop-ends at 20");
}

static void an_error_of_loop_call_later_is_returned(void **state)
{
	loop = asyncio_new_event_loop();
	assert_int_equal(idle_begin(&idle, loop, NULL, NAN), -EINVAL);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(idle_begin(&idle, loop, NULL, 5), -ESHUTDOWN);
	loop_free(loop);
}

TESTS(T(a_connection_that_says_nothing_is_closed), T(whatever_comes_begins_the_time_anew),
      T(what_comes_too_late_is_not_read),
      T(nothing_is_left_of_it_when_the_connection_has_ended),
      T(what_waits_to_be_written_does_not_keep_it),
      T(an_error_of_loop_call_later_is_returned))
