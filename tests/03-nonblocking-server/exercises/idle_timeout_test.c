/* Exercise idle_timeout: see 03-nonblocking-server/exercises/idle_timeout.c. */
#include "connection.h"
#include "idle_timeout.h"

static IdleTimeout idle;

static void made(Protocol *protocol, Transport *transport)
{
	if (idle_begin(&idle, loop, transport, 5) < 0)
		trace("refused");
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
	assert_trace("lost at 5 over at 20");
}

static void whatever_comes_begins_the_time_anew(void **state)
{
	Word words[] = { { 3, "a" }, { 7, "b" }, { 20, NULL } };

	run_connection(&protocol, words, 3);
	assert_trace("a at 3 b at 7 lost at 12 over at 20");
}

static void what_comes_too_late_is_not_read(void **state)
{
	Word words[] = { { 4, "a" }, { 8, "b" }, { 14, NULL } };

	run_connection(&protocol, words, 3);
	assert_trace("a at 4 b at 8 lost at 13 over at 14");
}

static void nothing_is_left_of_it_when_the_connection_has_ended(void **state)
{
	Word words[] = { { 1, "a" }, { 2, NULL } };

	run_connection(&protocol, words, 2);
	assert_trace("a at 1 lost at 2 over at 2");
}

TESTS(T(a_connection_that_says_nothing_is_closed), T(whatever_comes_begins_the_time_anew),
      T(what_comes_too_late_is_not_read),
      T(nothing_is_left_of_it_when_the_connection_has_ended))
