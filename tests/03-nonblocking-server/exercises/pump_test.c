/* Exercise pump: see 03-nonblocking-server/exercises/pump.c. */
#include "pump.h"
#include "sockets.h"
#include "system.h"
#include "testing.h"

#include <errno.h>

enum { MUCH = 4000000 / TEST_SCALE + 1000000 };

static Loop *loop;
static int in[2], out[2]; /* the pump reads in[1], and writes out[0] */
static size_t sent, got, wrong, amount;
static int result;

/* What the system does with the pump's sockets: it takes so many bytes at once (0: any
 * number), and the next read or shutdown fails with this error (0: it does not). */
static size_t takes;
static int read_error, shutdown_error;

ssize_t first_send(int fd, const void *data, size_t n, int flags) INSTEAD_OF(send);
ssize_t first_read(int fd, void *data, size_t n) INSTEAD_OF(read);
ssize_t first_recv(int fd, void *data, size_t n, int flags) INSTEAD_OF(recv);
int first_shutdown(int fd, int how) INSTEAD_OF(shutdown);

static bool fails_with(int *error)
{
	bool fails = *error != 0;

	if (fails)
		errno = *error;
	*error = 0;
	return fails;
}

ssize_t first_send(int fd, const void *data, size_t n, int flags)
{
	size_t part = fd == out[0] && takes > 0 && n > takes ? takes : n;

	return SYSTEM(sendto, fd, data, part, flags, NULL, 0);
}

ssize_t first_read(int fd, void *data, size_t n)
{
	return fd == in[1] && fails_with(&read_error) ? -1 : SYSTEM(read, fd, data, n);
}

ssize_t first_recv(int fd, void *data, size_t n, int flags)
{
	if (fd == in[1] && fails_with(&read_error))
		return -1;
	return SYSTEM(recvfrom, fd, data, n, flags, NULL, NULL);
}

int first_shutdown(int fd, int how)
{
	if (fd == out[0] && fails_with(&shutdown_error))
		return -1;
	return (int)SYSTEM(shutdown, fd, how);
}

static int pumps(void *arg, void **value)
{
	result = pump(in[1], out[0]);
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
	in[0] = -1;
	return 0;
}

/* Reads to the end, from the tenth second on. Then sends something back. */
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
	if (send(out[1], "x", 1, MSG_NOSIGNAL) < 0)
		trace("the-way-back-is-shut");
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

static void stops(void *unused)
{
	loop_stop(loop);
}

static void close_all(void)
{
	const int fds[] = { in[0], in[1], out[0], out[1] };

	for (int i = 0; i < 4; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
}

/* Sends n bytes, and has something happen in the tenth second. At twenty all is over. */
static void run(size_t n, void (*at_ten)(void *))
{
	Handle timer = HANDLE(at_ten, NULL), end = HANDLE(stops, NULL);

	amount = n;
	result = 1;
	loop = asyncio_new_event_loop();
	assert_int_equal(unblocked_pair(SOCK_STREAM, in), 0);
	assert_int_equal(unblocked_pair(SOCK_STREAM, out), 0);
	assert_int_equal(io_task_add(loop, generator_new(pumps, NULL)), 0);
	assert_int_equal(io_task_add(loop, generator_new(sends, NULL)), 0);
	loop_call_at(loop, 10, &timer);
	loop_call_at(loop, 20, &end);
	int error = loop_run_forever(loop);
	loop_free(loop);
	bool from_is_open = fcntl(in[1], F_GETFD) >= 0;
	bool to_is_open = fcntl(out[0], F_GETFD) >= 0;
	close_all();
	assert_int_equal(error, 0);
	assert_true(from_is_open);
	assert_true(to_is_open);
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

static void the_system_may_take_a_part_of_what_is_written(void **state)
{
	takes = 777;
	run(12345, begins_to_receive);
	assert_trace("all-is-sent end");
	assert_int_equal(got, 12345);
	assert_int_equal(wrong, 0);
	assert_int_equal(result, 0);
}

/* Another task has read it, say. */
static void there_may_be_nothing_to_read_after_all(void **state)
{
	read_error = EAGAIN;
	run(12345, begins_to_receive);
	assert_trace("all-is-sent end");
	assert_int_equal(got, 12345);
	assert_int_equal(result, 0);
}

static void a_receiver_that_has_gone_is_an_error(void **state)
{
	run(MUCH, goes);
	assert_true(result < 0);
}

static void an_error_of_the_sender_is_returned(void **state)
{
	read_error = ECONNRESET;
	run(12345, goes);
	assert_int_equal(result, -ECONNRESET);
}

static void an_error_of_shutdown_is_returned(void **state)
{
	shutdown_error = ENOTCONN;
	run(0, begins_to_receive);
	assert_int_equal(result, -ENOTCONN);
}

TESTS(T(what_comes_is_passed_on_and_so_is_the_end),
      T(the_sender_waits_for_a_receiver_that_does_not_read),
      T(the_system_may_take_a_part_of_what_is_written),
      T(there_may_be_nothing_to_read_after_all), T(a_receiver_that_has_gone_is_an_error),
      T(an_error_of_the_sender_is_returned), T(an_error_of_shutdown_is_returned))
