/* 3.4.2: a listener that rests, when the task that accepts cannot wait for it, and when
 * nobody can be accepted; and a connection that moves. */
#include "accepting.h"

static void is_called(void *handle)
{
	trace("in-the-way");
	handle_cancel(*(Handle **)handle);
}

/* For the server that is as bad as if there were no memory: the wait is refused,
 * once. */
static void refused_once(Loop *loop)
{
	Handle *self, reader = HANDLE(is_called, &self);
	Server server;

	server_make(&server, loop);
	int client = connect_here(server.listener);
	self = &reader;
	assert_int_equal(loop_add_reader(loop, server.listener, &reader), 0);
	assert_int_equal(tasks_begin_accepting(&server), 0);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("in-the-way welcome");
	assert_compared(loop_time(loop), ==, begin + ACCEPT_REST);
	close(client);
	loop_close(loop); /* and with it the task, which looks at the server */
	close(server.listener);
}

static void a_listener_that_cannot_be_waited_for_rests(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(refused_once);
}

/* Nobody can be accepted for ten seconds, then for once, then for ten seconds again. */
static void cannot_accept_twice(void)
{
	Loop *loop = asyncio_new_event_loop();
	Server server;
	int clients[2];

	server_make(&server, loop);
	for (int i = 0; i < 2; i++) {
		Handle end = HANDLE(stop, loop);
		clients[i] = connect_here(server.listener);
		if (i == 0)
			tasks_begin_accepting(&server);
		accept_error = i == 0 ? EPERM : EMFILE;
		accept_calls = 0;
		loop_call_later(loop, 10.5, &end);
		succeeds(loop_run_forever(loop));
		printf("%d: %s\n", i, accept_calls <= 11 * ACCEPT_CROWD ? "few" : "many");
		accept_error = 0;
		succeeds(loop_run_forever(loop)); /* until one is welcome */
	}
	fflush(stdout);
	loop_free(loop);
	close(server.listener);
	close(clients[0]);
	close(clients[1]);
}

static int fails_to_accept_twice(Server *server)
{
	static int calls;

	trace(++calls % 3 == 0 ? "accepts" : "fails");
	return calls % 3 == 0 ? 0 : -EMFILE;
}

static void accepts_after_three_rests(Loop *loop)
{
	Server server;

	server_make(&server, loop);
	server.accept = fails_to_accept_twice;
	double begin = loop_time(loop);
	server_rest(&server, -EMFILE);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("fails fails accepts");
	assert_compared(loop_time(loop), ==, begin + 3 * ACCEPT_REST);
	close(server.listener);
}

static void it_rests_until_it_can_accept(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(accepts_after_three_rests);
}

/* ---- A connection moves ---- */

static Dialogue dialogue;
static int pair[2];

static int answers(void *unused, void **result)
{
	return dialogue_answer(&dialogue, BUFFER_SIZE);
}

static int turns_once(void *unused, void **result)
{
	trace("%d", dialogue_turn(&dialogue));
	return 0;
}

static void looks_who_owes(void *unused)
{
	trace(dialogue.owes ? "owes" : "owes-nothing");
}

static void takes_all(void *unused)
{
	static char bytes[65536];

	while (recv(pair[1], bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		;
}

static void says_hi(void *unused)
{
	assert_int_equal(send(pair[1], "hi", 2, 0), 2);
}

/* A client that has been silent for five seconds is dropped. This one takes its answer
 * after three, and after four it has something to say. */
static void stays_connected(Loop *loop)
{
	Handle before = HANDLE(looks_who_owes, NULL),
	       after = HANDLE(looks_who_owes, NULL),
	       takes = HANDLE(takes_all, NULL), says = HANDLE(says_hi, NULL),
	       end = HANDLE(stop, loop);
	static char bytes[65536];
	Server server;

	server_make(&server, loop);
	list_init(&server.connections);
	server.idle_timeout = 5;
	open_pair(pair);
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	while (send(pair[0], bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		;
	while (send(pair[0], bytes, 1, MSG_DONTWAIT) > 0)
		;
	double begin = loop_time(loop);
	connection_join(&dialogue.connection, &server, pair[0]);
	assert_compared(dialogue.connection.idle.when, ==, begin + 5);
	assert_int_equal(io_task_add(loop, generator_new(answers, NULL)), 0);
	loop_call_at(loop, begin + 2, &before);
	loop_call_at(loop, begin + 3, &takes);
	loop_call_at(loop, begin + 3.5, &after);
	loop_call_at(loop, begin + 3.5, &end);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(dialogue.connection.idle.when, ==, begin + 8);
	assert_int_equal(io_task_add(loop, generator_new(turns_once, NULL)), 0);
	loop_call_at(loop, begin + 4, &says);
	loop_call_at(loop, begin + 4.5, &end);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(dialogue.connection.idle.when, ==, begin + 9);
	assert_traced("owes owes-nothing 0");
	handle_cancel(&dialogue.connection.idle);
	close(pair[0]);
	close(pair[1]);
	close(server.listener);
}

static void a_client_that_takes_its_answer_slowly_stays_connected(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(stays_connected);
}

static int times_printed(const char *text)
{
	int n = 0;

	for (const char *t = program_output; (t = strstr(t, text)) != NULL; t++)
		n++;
	return n;
}

static void a_rest_is_reported_once_with_its_reason(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_int_equal(run_child(cannot_accept_twice), 0);
	assert_printed("0: few");
	assert_printed("1: few");
	assert_int_equal(times_printed("no connection is accepted for now: "), 2);
	assert_int_equal(times_printed(strerror(EPERM)), 1);
	assert_int_equal(times_printed(strerror(EMFILE)), 1);
}

TESTS(T(a_listener_that_cannot_be_waited_for_rests), T(it_rests_until_it_can_accept),
      T(a_client_that_takes_its_answer_slowly_stays_connected),
      T(a_rest_is_reported_once_with_its_reason))
