/* 3.4.5: a server that is told to stop while its listener rests. */
#include "accepting.h"

static int begins_to_accept(Server *server)
{
	trace("accept");
	return 0;
}

/* The connection still owes an answer. */
static void does_not_end(Connection *connection)
{
	trace("finish");
}

static void stops_while_it_rests(Loop *loop)
{
	Server server;
	Connection connection;

	server_make(&server, loop);
	list_init(&server.connections);
	server.accept = begins_to_accept;
	server.finish = does_not_end;
	server.grace = (Handle)HANDLE(server_gives_up, &server);
	connection_join(&connection, &server, -1);
	server_rest(&server, -EMFILE);
	server_stop(&server);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("finish");
	assert_true(loop_time(loop) == begin + GRACE);
	assert_int_equal(server.listener, -1);
	connection_leave(&connection);
}

static void a_server_that_stops_does_not_begin_to_accept_again(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(stops_while_it_rests);
}

TESTS(T(a_server_that_stops_does_not_begin_to_accept_again))
