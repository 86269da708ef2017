/* 3.1.2: how long an answer may take, on a clock that this test sets. */
#pragma GCC diagnostic ignored "-Wunused-function" /* this is a part of a program */
#include "server_busy.h"
#include "sockets.h"
#include "testing.h"

enum { ANSWER = 1000000 };

static int client;

/* Sends a long answer, and tells how that went. */
static int answers(void *arg, void **result)
{
	static char answer[ANSWER];

	trace("%s", status_name(busy_send(*(int *)arg, answer, sizeof answer)));
	return 0;
}

/* The client takes all that has come. */
static size_t takes(void)
{
	static char some[65536];
	size_t n = 0;
	ssize_t more;

	while ((more = recv(client, some, sizeof some, 0)) > 0)
		n += (size_t)more;
	return n;
}

/* Resumes the task until it ends, every so many seconds, and returns how much the client
 * got; until then the client takes all, or nothing. */
static size_t got_with(double seconds, bool client_takes)
{
	int pair[2];
	size_t got = 0;

	assert_int_equal(unblocked_pair(SOCK_STREAM, pair), 0);
	client = pair[1];
	busy_timeout = 1;
	busy_now = 1000;
	Generator *task = generator_new(answers, &pair[0]);
	while (generator_next(task, NULL) == 1 && busy_now < 1000000) {
		busy_now += seconds;
		got += client_takes ? takes() : 0;
	}
	got += takes();
	generator_free(task);
	close(pair[0]);
	close(pair[1]);
	return got;
}

static void a_client_that_takes_a_part_each_time_gets_all(void **state)
{
	assert_int_equal(got_with(0.75, true), ANSWER);
	assert_trace("ok");
}

static void a_client_that_takes_nothing_for_too_long_is_given_up(void **state)
{
	assert_below(got_with(0.75, false), ANSWER);
	assert_trace("ETIMEDOUT");
}

TESTS(T(a_client_that_takes_a_part_each_time_gets_all),
      T(a_client_that_takes_nothing_for_too_long_is_given_up))
