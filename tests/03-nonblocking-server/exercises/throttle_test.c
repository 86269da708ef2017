/* Exercise throttle: see 03-nonblocking-server/exercises/throttle.c. */
#include "connection.h"
#include "throttle.h"

static Throttle throttle;
static Transport *connection;
static double abort_at;

static void aborts(void *unused)
{
	trace("abort at %g", loop_time(loop));
	transport_abort(connection);
}

static Handle aborting = HANDLE(aborts, NULL);

static void made(Protocol *protocol, Transport *transport)
{
	connection = transport;
	throttle_begin(&throttle, loop, transport, 2);
	if (abort_at > 0)
		loop_call_at(loop, abort_at, &aborting);
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
	assert_trace("abcd at 1 efgh at 3 ij at 5 lost at 9 over at 9");
}

static void what_comes_in_a_pause_is_read_after_it(void **state)
{
	Word words[] = { { 1, "abcdef" }, { 2, "g" }, { 3, "h" }, { 9, NULL } };

	run_connection(&protocol, words, 4);
	assert_trace("abcdef at 1 gh at 4 lost at 9 over at 9");
}

static void who_is_slow_is_not_made_slower(void **state)
{
	Word words[] = { { 1, "a" }, { 2, "b" }, { 3, "c" }, { 4, NULL } };

	run_connection(&protocol, words, 4);
	assert_trace("a at 1 b at 2 c at 3 lost at 4 over at 4");
}

static void nothing_is_left_of_it_when_the_connection_has_ended(void **state)
{
	Word words[] = { { 1, "abcdefgh" } };

	abort_at = 3;
	run_connection(&protocol, words, 1);
	assert_trace("abcdefgh at 1 abort at 3 lost at 3 over at 3");
}

TESTS(T(after_each_piece_it_pauses_for_as_long_as_the_piece_takes),
      T(what_comes_in_a_pause_is_read_after_it), T(who_is_slow_is_not_made_slower),
      T(nothing_is_left_of_it_when_the_connection_has_ended))
