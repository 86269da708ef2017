/* Step 3.4: the task that accepts, when it cannot wait for the listener. */
#include "both.h"
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_tasks.h"

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

/* For the server that is as bad as if there were no memory: the wait is refused, once. */
static void refused_once(Loop *loop)
{
	Handle *self, reader = HANDLE(is_called, &self);
	Server server = { .loop = loop,
		          .listener = server_listen(0),
		          .accept = tasks_begin_accepting,
		          .welcome = welcomes,
		          .rest = HANDLE(server_has_rested, &server) };
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int client = socket(AF_INET, SOCK_STREAM, 0);

	self = &reader;
	assert_true(server.listener >= 0);
	there.sin_port = htons((in_port_t)server_port(server.listener));
	assert_int_equal(connect(client, (struct sockaddr *)&there, sizeof there), 0);
	assert_int_equal(loop_add_reader(loop, server.listener, &reader), 0);
	assert_int_equal(tasks_begin_accepting(&server), 0);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("in-the-way welcome");
	assert_true(loop_time(loop) == begin + REST);
	close(client);
	loop_close(loop); /* and with it the task, which looks at the server */
	close(server.listener);
}

static void who_could_not_wait_rests_and_tries_again(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(refused_once);
}

TESTS(T(who_could_not_wait_rests_and_tries_again))
