/* 3.4.2: the idle timer of a connection, and a connection that is dropped. */
#include "accepting.h"

static void says_drop(Connection *connection)
{
	trace("drop");
}

static void says_finish(Connection *connection)
{
	trace("finish");
}

static void is_silent(Loop *loop)
{
	Server server = { .loop = loop, .drop = says_drop, .finish = says_finish };
	Connection connection;

	list_init(&server.connections);
	server.idle_timeout = 5;
	connection_join(&connection, &server, -1);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("drop");
	server.stopping = true;
	connection_moves(&connection);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("drop finish");
	connection_leave(&connection);
}

static void a_server_that_stops_lets_a_silent_connection_finish(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(is_silent);
}

/* What drops the connection here opens something else at once, which gets its number. */
static int dropped, theirs;

static void drops_and_opens_another(Connection *connection)
{
	dropped = connection->fd;
	dialogue_drop(connection);
	trace(fcntl(dropped, F_GETFD) < 0 ? "closed" : "still-open");
	reuse_number(dropped, &theirs);
}

static void drops(Loop *loop)
{
	Server server = { .loop = loop, .drop = drops_and_opens_another };
	Handle end = HANDLE(stop, loop);
	int pair[2];

	open_pair(pair);
	list_init(&server.connections);
	server.idle_timeout = 5;
	dialogue_begin(&server, pair[0]);
	assert_false(list_empty(&server.connections));
	loop_call_later(loop, 10, &end);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("closed");
	assert_true(list_empty(&server.connections));
	if (fcntl(dropped, F_GETFD) < 0)
		printf("descriptor %d was closed with its connection, and a new one "
		       "with that number should stay open; it was closed, too\n",
		       dropped);
	assert_compared(fcntl(dropped, F_GETFD), >=, 0);
	close(dropped);
	close(theirs);
	close(pair[1]);
}

static void a_connection_that_is_dropped_closes_its_descriptor_once(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(drops);
}

TESTS(T(a_server_that_stops_lets_a_silent_connection_finish),
      T(a_connection_that_is_dropped_closes_its_descriptor_once))
