/* Exercise throttle: see 03-nonblocking-server/exercises/throttle.c. */
#include "connection.h"
#include "throttle.h"

static Throttle throttle;
static Transport *connection;
static double rate = 2, abort_at, tick_at;

static void aborts(void *unused)
{
	trace("abort at %g", loop_time(loop));
	transport_abort(connection);
}

static void ticks(void *unused)
{
	trace("tick at %g", loop_time(loop));
}

static Handle aborting = HANDLE(aborts, NULL), ticking = HANDLE(ticks, NULL);

static void made(Protocol *protocol, Transport *transport)
{
	connection = transport;
	throttle_begin(&throttle, loop, transport, rate);
	if (abort_at > 0)
		loop_call_at(loop, abort_at, &aborting);
	if (tick_at > 0)
		loop_call_at(loop, tick_at, &ticking);
}

static void received(Protocol *protocol, const void *data, size_t n)
{
	trace("%.*s at %g", (int)n, (const char *)data, loop_time(loop));
	if (throttle_received(&throttle, n) < 0)
		trace("refused");
}

static void lost(Protocol *protocol, int error)
{
	trace("lost at %g", loop_time(loop));
	throttle_end(&throttle);
}

static Protocol protocol = { .connection_made = made,
	                     .data_received = received,
	                     .connection_lost = lost };

static void after_each_piece_it_pauses_for_as_long_as_the_piece_takes(void **state)
{
	Word words[] = { { 1, "abcd" }, { 2, "efgh" }, { 4, "ij" }, { 9, NULL } };

	run_connection(&protocol, words, 4);
	assert_trace("abcd at 1 efgh at 3 ij at 5 lost at 9 loop-ends at 9");
}

static void what_comes_in_a_pause_is_read_after_it(void **state)
{
	Word words[] = { { 1, "abcdef" }, { 2, "g" }, { 3, "h" }, { 9, NULL } };

	run_connection(&protocol, words, 4);
	assert_trace("abcdef at 1 gh at 4 lost at 9 loop-ends at 9");
}

static void everything_else_goes_on_in_a_pause(void **state)
{
	Word words[] = { { 1, "abcdef" }, { 9, NULL } };

	tick_at = 2;
	run_connection(&protocol, words, 2);
	assert_trace("abcdef at 1 tick at 2 lost at 9 loop-ends at 9");
}

static void a_pause_may_be_a_part_of_a_second(void **state)
{
	Word words[] = { { 1, "abc" }, { 1.25, "d" }, { 9, NULL } };

	rate = 8;
	run_connection(&protocol, words, 3);
	assert_trace("abc at 1 d at 1.375 lost at 9 loop-ends at 9");
}

static void the_rate_may_be_less_than_one_byte_a_second(void **state)
{
	Word words[] = { { 1, "a" }, { 2, "b" }, { 9, NULL } };

	rate = 0.5;
	run_connection(&protocol, words, 3);
	assert_trace("a at 1 b at 3 lost at 9 loop-ends at 9");
}

/* With a rate that is not a number loop_call_later refuses. */
static void without_a_timer_it_does_not_pause(void **state)
{
	Word words[] = { { 1, "a" }, { 2, "b" }, { 9, NULL } };

	rate = NAN;
	run_connection(&protocol, words, 3);
	assert_trace("a at 1 refused b at 2 refused lost at 9 loop-ends at 9");
}

static void who_is_slow_is_not_made_slower(void **state)
{
	Word words[] = { { 1, "a" }, { 2, "b" }, { 3, "c" }, { 4, NULL } };

	run_connection(&protocol, words, 4);
	assert_trace("a at 1 b at 2 c at 3 lost at 4 loop-ends at 4");
}

static void nothing_is_left_of_it_when_the_connection_has_ended(void **state)
{
	Word words[] = { { 1, "abcdefgh" } };

	abort_at = 3;
	run_connection(&protocol, words, 1);
	assert_trace("abcdefgh at 1 abort at 3 lost at 3 loop-ends at 3");
}

TESTS(T(after_each_piece_it_pauses_for_as_long_as_the_piece_takes),
      T(what_comes_in_a_pause_is_read_after_it), T(everything_else_goes_on_in_a_pause),
      T(a_pause_may_be_a_part_of_a_second),
      T(the_rate_may_be_less_than_one_byte_a_second), T(who_is_slow_is_not_made_slower),
      T(without_a_timer_it_does_not_pause),
      T(nothing_is_left_of_it_when_the_connection_has_ended))
