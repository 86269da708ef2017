/* Exercise pump: see 03-nonblocking-server/exercises/pump.c. */
#include "pump.h"
#include "sockets.h"
#include "testing.h"

#include <errno.h>

enum { MUCH = 4000000 / TEST_SCALE + 1000000 };

static Loop *loop;
static int in[2], out[2]; /* the pump reads in[1], and writes out[0] */
static size_t sent, got, wrong, amount;
static int result;

static int pumps(void *arg, void **value)
{
	result = pump(in[1], out[0]);
	loop_close_fd(loop, in[1]);
	loop_close_fd(loop, out[0]);
	return 0;
}

/* The n-th byte that is sent. */
static char byte_of(size_t n)
{
	return (char)(n % 251);
}

static int sends(void *arg, void **value)
{
	char bytes[10000];

	while (sent < amount) {
		size_t n = amount - sent < sizeof bytes ? amount - sent : sizeof bytes;
		for (size_t i = 0; i < n; i++)
			bytes[i] = byte_of(sent + i);
		if (io_writable(in[0]) < 0)
			break;
		ssize_t written = send(in[0], bytes, n, MSG_NOSIGNAL);
		if (written < 0 && errno != EAGAIN)
			break;
		sent += written > 0 ? (size_t)written : 0;
	}
	loop_close_fd(loop, in[0]);
	return 0;
}

/* Reads to the end, from the tenth second on. */
static int receives(void *arg, void **value)
{
	char bytes[3000];
	ssize_t n = 1;

	while (n != 0 && io_readable(out[1]) == 0) {
		n = recv(out[1], bytes, sizeof bytes, 0);
		for (ssize_t i = 0; i < n; i++)
			wrong += bytes[i] != byte_of(got + (size_t)i);
		got += n > 0 ? (size_t)n : 0;
	}
	trace(n == 0 ? "end" : "no-end");
	return 0;
}

static void begins_to_receive(void *unused)
{
	trace(sent < amount ? "the-sender-waits" : "all-is-sent");
	ignore_status(io_task_add(loop, generator_new(receives, NULL)));
}

static void goes(void *unused)
{
	close(out[1]);
	out[1] = -1;
}

static void run(size_t n, void (*at_ten)(void *))
{
	Handle timer = HANDLE(at_ten, NULL);

	amount = n;
	result = 1;
	loop = asyncio_new_event_loop();
	assert_int_equal(unblocked_pair(SOCK_STREAM, in), 0);
	assert_int_equal(unblocked_pair(SOCK_STREAM, out), 0);
	assert_int_equal(io_task_add(loop, generator_new(pumps, NULL)), 0);
	assert_int_equal(io_task_add(loop, generator_new(sends, NULL)), 0);
	loop_call_at(loop, 10, &timer);
	int error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
}

static void what_comes_is_passed_on_and_so_is_the_end(void **state)
{
	run(12345, begins_to_receive);
	assert_trace("all-is-sent end");
	assert_int_equal(got, 12345);
	assert_int_equal(wrong, 0);
	assert_int_equal(result, 0);
}

static void the_sender_waits_for_a_receiver_that_does_not_read(void **state)
{
	run(MUCH, begins_to_receive);
	assert_trace("the-sender-waits end");
	assert_int_equal(got, MUCH);
	assert_int_equal(wrong, 0);
	assert_int_equal(result, 0);
}

static void a_receiver_that_has_gone_is_an_error(void **state)
{
	run(MUCH, goes);
	assert_true(result < 0);
}

TESTS(T(what_comes_is_passed_on_and_so_is_the_end),
      T(the_sender_waits_for_a_receiver_that_does_not_read),
      T(a_receiver_that_has_gone_is_an_error))
