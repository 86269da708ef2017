/* Step 3.4: the task that accepts, when it cannot wait for the listener, and when there
 * is nothing to be accepted. */
#include "both.h"
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_tasks.h"
#include "system.h"

/* In front of the system's: the calls that it fails with an error, and all there were. */
static const int *accept_errors; /* the last is 0 */
static int accept_error, accept_calls;

static bool refuses_to_accept(void)
{
	accept_calls++;
	errno = accept_error;
	if (accept_errors != NULL && *accept_errors != 0)
		errno = *accept_errors++;
	return errno != 0;
}

INSTEAD_OF_ACCEPT(refuses_to_accept)

static void welcomes(Server *server, int fd)
{
	trace("welcome");
	close(fd);
	loop_stop(server->loop);
}

static void is_called(void *handle)
{
	trace("in-the-way");
	handle_cancel(*(Handle **)handle);
}

static int connect_here(int listener)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)server_port(listener)),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int client = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(connect(client, (struct sockaddr *)&there, sizeof there), 0);
	return client;
}

/* For the server that is as bad as if there were no memory: the wait is refused, once. */
static void refused_once(Loop *loop)
{
	Handle *self, reader = HANDLE(is_called, &self);
	Server server = { .loop = loop,
		          .listener = server_listen(0),
		          .accept = tasks_begin_accepting,
		          .welcome = welcomes,
		          .rest = HANDLE(server_has_rested, &server) };
	int client = connect_here(server.listener);

	self = &reader;
	assert_int_equal(loop_add_reader(loop, server.listener, &reader), 0);
	assert_int_equal(tasks_begin_accepting(&server), 0);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("in-the-way welcome");
	assert_true(loop_time(loop) == begin + ACCEPT_REST);
	close(client);
	loop_close(loop); /* and with it the task, which looks at the server */
	close(server.listener);
}

static void who_could_not_wait_rests_and_tries_again(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(refused_once);
}

/* Whose connections have failed, or were refused by a firewall. */
static void passes_over(Loop *loop)
{
	static const int errors[] = { EINTR,       EPROTO,       EPERM,     ECONNABORTED,
		                      ENETDOWN,    ENOPROTOOPT,  EHOSTDOWN, EOPNOTSUPP,
		                      ENETUNREACH, EHOSTUNREACH, 0 };
	Server server = { .loop = loop,
		          .listener = server_listen(0),
		          .accept = tasks_begin_accepting,
		          .welcome = welcomes,
		          .rest = HANDLE(server_has_rested, &server) };
	int client = connect_here(server.listener);

	accept_errors = errors;
	assert_int_equal(tasks_begin_accepting(&server), 0);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("welcome");
	assert_true(loop_time(loop) == begin);
	close(client);
	loop_close(loop);
	close(server.listener);
}

static void errors_of_other_connections_are_passed_over(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(passes_over);
}

/* Nobody can be accepted for ten seconds, then for once, then for ten seconds again. */
static void cannot_accept_twice(void)
{
	Loop *loop = asyncio_new_event_loop();
	Server server = { .loop = loop,
		          .listener = server_listen(0),
		          .accept = tasks_begin_accepting,
		          .welcome = welcomes,
		          .rest = HANDLE(server_has_rested, &server) };
	int clients[2];

	setenv("ASYNCIO_CLOCK", "virtual", 1);
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

TESTS(T(who_could_not_wait_rests_and_tries_again),
      T(errors_of_other_connections_are_passed_over),
      T(a_rest_is_reported_once_with_its_reason))
