/* 3.4.1: the task that accepts passes over connections that have failed. */
#include "accepting.h"

/* Whose connections have failed, or were refused by a firewall. */
static void passes_over(Loop *loop)
{
	static const int errors[] = { EINTR,       EPROTO,       EPERM,     ECONNABORTED,
		                      ENETDOWN,    ENOPROTOOPT,  EHOSTDOWN, EOPNOTSUPP,
		                      ENETUNREACH, EHOSTUNREACH, 0 };
	Server server;

	server_make(&server, loop);
	int client = connect_here(server.listener);
	accept_errors = errors;
	assert_int_equal(tasks_begin_accepting(&server), 0);
	double begin = loop_time(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("welcome");
	assert_compared(loop_time(loop), ==, begin);
	close(client);
	loop_close(loop);
	close(server.listener);
}

static void errors_of_other_connections_are_passed_over(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(passes_over);
}

TESTS(T(errors_of_other_connections_are_passed_over))
