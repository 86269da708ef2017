/* 3.4.5: a server that is told to stop: while its listener rests, and more than once. */
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
	assert_compared(loop_time(loop), ==, begin + GRACE);
	assert_int_equal(server.listener, -1);
	connection_leave(&connection);
}

static void a_server_that_stops_does_not_begin_to_accept_again(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(stops_while_it_rests);
}

/* A server with one connection, which has an idle timer, and nobody who accepts. */
static void make_one_that_stops(Server *server, Loop *loop, Connection *connection)
{
	server_make(server, loop);
	list_init(&server->connections);
	server->finish = does_not_end;
	server->idle_timeout = 5;
	server->grace = (Handle)HANDLE(server_gives_up, server);
	connection_join(connection, server, -1);
	server_stop(server);
}

static const char *is_told_to_stop(const Loop *loop)
{
	return loop->stopping ? "stopped" : "waits";
}

static void stops_at_the_second_signal(Loop *loop)
{
	Connection connection;
	Server server;

	make_one_that_stops(&server, loop, &connection);
	trace("%s", is_told_to_stop(loop));
	server_stop(&server);
	trace("%s", is_told_to_stop(loop));
	assert_traced("finish waits stopped");
	handle_cancel(&server.grace);
	handle_cancel(&connection.idle);
}

static void a_second_signal_stops_the_loop_at_once(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(stops_at_the_second_signal);
}

static void stops_when_the_last_one_leaves(Loop *loop)
{
	Connection connection;
	Server server;

	make_one_that_stops(&server, loop, &connection);
	connection_moves(&connection);
	assert_compared(connection.idle.when, ==, loop_time(loop) + SILENCE);
	connection_leave(&connection);
	trace("%s", is_told_to_stop(loop));
	assert_traced("finish stopped");
	assert_null(connection.idle.leave);
	assert_true(list_empty(&server.connections));
	handle_cancel(&server.grace);
}

static void the_last_connection_that_leaves_stops_the_loop(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(stops_when_the_last_one_leaves);
}

static void closes_its_listener(Loop *loop)
{
	Connection connection = { .fd = -1 };
	Server server;

	server_make(&server, loop);
	int listener = server.listener;
	list_init(&server.connections);
	server.finish = does_not_end;
	server.grace = (Handle)HANDLE(server_gives_up, &server);
	connection_join(&connection, &server, -1);
	assert_compared(fcntl(listener, F_GETFD), >=, 0);
	server_stop(&server);
	assert_compared(fcntl(listener, F_GETFD), <, 0);
	assert_int_equal(server.listener, -1);
	handle_cancel(&server.grace);
	handle_cancel(&connection.idle);
}

static void a_server_that_stops_takes_no_more_clients(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(closes_its_listener);
}

static void drops_what_is_not_owed(Loop *loop)
{
	Dialogue dialogue = { .owes = true };
	Server server;
	int pair[2];

	server_make(&server, loop);
	list_init(&server.connections);
	open_pair(pair);
	connection_join(&dialogue.connection, &server, pair[0]);
	dialogue_finish(&dialogue.connection);
	assert_int_equal(dialogue.connection.fd, pair[0]);
	dialogue.owes = false;
	assert_int_equal(write(pair[1], "?", 1), 1);
	dialogue_finish(&dialogue.connection);
	assert_int_equal(dialogue.connection.fd, pair[0]);
	char byte;
	assert_int_equal(read(pair[0], &byte, 1), 1);
	dialogue_finish(&dialogue.connection);
	assert_int_equal(dialogue.connection.fd, -1);
	close(pair[1]);
	close(server.listener);
}

static void a_connection_with_an_answer_or_a_question_left_is_kept(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(drops_what_is_not_owed);
}

TESTS(T(a_server_that_stops_does_not_begin_to_accept_again),
      T(a_second_signal_stops_the_loop_at_once),
      T(the_last_connection_that_leaves_stops_the_loop),
      T(a_server_that_stops_takes_no_more_clients),
      T(a_connection_with_an_answer_or_a_question_left_is_kept))
