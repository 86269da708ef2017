/* Rung 4.5.9: a task that has answered waits before it reads again. */
#include "socks.h"

/* A client that is answered at once, and asks at once, is not the only one. */
static int another(void *arg, void **result)
{
	for (int i = 0; i < 3; i++)
		trace("another:%s", why(asyncio_sleep(0)));
	return 0;
}

static int is_asked_again_and_again(void *arg, void **result)
{
	Task *task = asyncio_create_task(another, NULL);
	char data[8];

	for (int i = 0; i < 3; i++) {
		put(pair[1], "x");
		trace("%d", (int)loop_sock_recv(loop, pair[0], data, sizeof data));
		succeeds(loop_sock_sendall(loop, pair[0], data, 1));
	}
	put(pair[1], "xyz");
	for (int i = 0; i < 3; i++)
		trace("%d", (int)loop_sock_recv(loop, pair[0], data, 1));
	return await(task, NULL);
}

static void who_has_answered_lets_others_have_their_turn(void **state)
{
	run_on_both(is_asked_again_and_again,
	            "1 1 another:0 1 another:0 1 1 1 another:0");
}

/* It says something on another socket after its second answer: then it does not wait. */
static int has_a_turn(void *arg, void **result)
{
	trace("turn");
	return 0;
}

static Task *answers_and_is_asked(int other)
{
	char data[8] = "";

	trace("%d", (int)loop_sock_recv(loop, pair[0], data, sizeof data));
	succeeds(loop_sock_sendall(loop, pair[0], data, 1));
	if (other >= 0)
		succeeds(loop_sock_sendall(loop, other, data, 1));
	put(pair[1], "x");
	return asyncio_create_task(has_a_turn, NULL);
}

static int answers_and_tells(void *arg, void **result)
{
	int other[2];

	if (unblocked_pair(SOCK_STREAM, other) < 0)
		return -errno;
	put(pair[1], "x");
	Task *first = answers_and_is_asked(-1), *second = answers_and_is_asked(other[0]);
	succeeds(await(answers_and_is_asked(-1), NULL));
	succeeds(await(second, NULL));
	close_pair(other);
	return await(first, NULL);
}

static void an_answer_counts_until_something_else_is_sent(void **state)
{
	run_on_both(answers_and_tells, "1 turn 1 1 turn turn");
}

TESTS(T(who_has_answered_lets_others_have_their_turn),
      T(an_answer_counts_until_something_else_is_sent))
