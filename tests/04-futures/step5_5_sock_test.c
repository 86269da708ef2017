/* Rung 4.5.5: sockets that tasks await. */
#include "socks.h"

/* What is there comes at once, what is not when it does. */
static int receives(void *arg, void **result)
{
	count_passes(loop);
	put(pair[1], "first");
	reads("now", NULL);
	trace("%d", passes);
	after(0.01, writes, "second");
	reads("later", NULL);
	trace("%s", passes > 0 ? "waited" : "?");
	return 0;
}

static void what_is_there_is_received_without_waiting(void **state)
{
	run_on_both(receives, "now:first 0 writes:6 later:second waited");
}

static int receives_parts(void *arg, void **result)
{
	char data[4];

	put(pair[1], "abcdef");
	for (int i = 0; i < 2; i++) {
		ssize_t n = loop_sock_recv(loop, pair[0], data, sizeof data);
		trace("%.*s", n > 0 ? (int)n : 0, data);
	}
	shutdown(pair[1], SHUT_WR);
	for (int i = 0; i < 3; i++)
		trace("%d", (int)loop_sock_recv(loop, pair[0], data, sizeof data));
	return 0;
}

static void it_receives_what_is_there_and_then_the_end(void **state)
{
	run_on_both(receives_parts, "abcd ef 0 0 0");
}

enum { MANY = 2 * 1024 * 1024 };

static char *sent;

static int sends_much(void *arg, void **result)
{
	trace("%s", why(loop_sock_sendall(loop, pair[1], sent, MANY)));
	shutdown(pair[1], SHUT_WR);
	return 0;
}

/* Reads a little, and rests. */
static int reads_slowly(void *arg, void **result)
{
	static char data[20000];
	Task *sender = asyncio_create_task(sends_much, NULL);
	size_t right = 0;
	ssize_t n;

	while ((n = loop_sock_recv(loop, pair[0], data, sizeof data)) > 0) {
		right += memcmp(data, sent + right, (size_t)n) == 0 ? (size_t)n : 0;
		if (right == (size_t)n)
			trace("%s", future_done(sender) ? "done" : "pending");
		succeeds(asyncio_sleep(0.001));
	}
	trace("%d", right == MANY);
	return await(sender, NULL);
}

static void two_megabytes_arrive_at_a_slow_reader(void **state)
{
	sent = malloc(MANY);
	assert_non_null(sent);
	for (int i = 0; i < MANY; i++)
		sent[i] = (char)(i * 31 + i / 251);
	run_on_both(reads_slowly, "pending 0 1");
	free(sent);
}

static int sends_nothing(void *arg, void **result)
{
	count_passes(loop);
	succeeds(loop_sock_sendall(loop, pair[1], "all", 3));
	reads("got", NULL);
	fill(pair[0]);
	trace("%s", why(loop_sock_sendall(loop, pair[0], "", 0)));
	trace("%s", why(loop_sock_sendall(loop, pair[0], NULL, 0)));
	trace("%d", passes);
	return 0;
}

static void nothing_is_sent_at_once(void **state)
{
	run_on_both(sends_nothing, "got:all 0 0 0");
}

static int sends_to_nobody(void *arg, void **result)
{
	fill(pair[1]);
	after(0.01, closes, &pair[0]);
	for (int i = 0; i < 2; i++) {
		int error = loop_sock_sendall(loop, pair[1], "x", 1);
		trace("%s", error == -ECONNRESET ? "EPIPE" : why(error));
	}
	return 0;
}

static void a_peer_that_is_gone_is_an_error_and_no_signal(void **state)
{
	run_on_both(sends_to_nobody, "closes:0 EPIPE EPIPE");
}

/* In the pass in which the descriptor is found to be ready. */
static int answers(void *arg, void **result)
{
	char byte;

	while (loop_sock_recv(loop, pair[0], &byte, 1) == 1)
		succeeds(loop_sock_sendall(loop, pair[0], &byte, 1));
	return 0;
}

static int asks(void *arg, void **result)
{
	Task *task = asyncio_create_task(answers, NULL);
	char byte;

	succeeds(asyncio_sleep(0));
	count_passes(loop);
	for (int i = 0; i < 10; i++) {
		succeeds(loop_sock_sendall(loop, pair[1], "x", 1));
		succeeds(loop_sock_recv(loop, pair[1], &byte, 1));
	}
	trace("%d", passes);
	shutdown(pair[1], SHUT_WR);
	return await(task, NULL);
}

static void an_answer_takes_two_passes(void **state)
{
	run_on_both(asks, "20");
}

static int asks_for_nothing(void *arg, void **result)
{
	char data[8] = "";

	trace("%d", (int)loop_sock_recv(loop, pair[0], data, 0));
	put(pair[1], "one");
	trace("%d", (int)loop_sock_recv(loop, pair[0], data, 0));
	trace("%d", (int)loop_sock_recv(loop, pair[0], data, 8));
	trace("%s", why(loop_sock_sendall(loop, pair[0], "two", 3)));
	trace("%d", (int)loop_sock_recv(loop, pair[0], data, 0));
	trace("%s", why(loop_sock_sendall(loop, pair[0], data, 0)));
	return 0;
}

static void who_asks_for_nothing_does_not_wait(void **state)
{
	run_on_both(asks_for_nothing, "0 0 3 0 0 0");
}

TESTS(T(who_asks_for_nothing_does_not_wait), T(what_is_there_is_received_without_waiting),
      T(it_receives_what_is_there_and_then_the_end),
      T(two_megabytes_arrive_at_a_slow_reader), T(nothing_is_sent_at_once),
      T(a_peer_that_is_gone_is_an_error_and_no_signal), T(an_answer_takes_two_passes))
