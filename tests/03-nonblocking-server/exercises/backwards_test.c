/* Exercise backwards: see 03-nonblocking-server/exercises/backwards.c. */
#include "backwards.h"
#include "io.h"
#include "sockets.h"
#include "testing.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PIPES = 5 };

static Loop *loop;
static int pipes[PIPES][2];
static Handle readers[PIPES];
static char order[2 * PIPES + 1];
static size_t called;

static void reads(void *arg)
{
	Handle *reader = arg;

	order[called++] = (char)('0' + (reader - readers));
	handle_cancel(reader);
}

static void stops_waiting(void *waiter)
{
	order[called++] = 'w';
	io_wait_end(waiter);
}

static void says(void *letter)
{
	order[called++] = *(char *)letter;
}

/* All pipes are ready when the loop looks for the first time. The first n of them have
 * readers. */
static void run_with(int n)
{
	memset(order, 0, sizeof order);
	called = 0;
	for (int i = 0; i < n; i++) {
		readers[i] = (Handle)HANDLE(reads, &readers[i]);
		assert_int_equal(loop_add_reader(loop, pipes[i][0], &readers[i]), 0);
	}
	assert_int_equal(loop_run_forever(loop), 0);
}

static void run(void)
{
	run_with(PIPES);
}

/* The last pipe has a waiter, whose handle is on the ready list already. */
static void run_with_a_waiter(void)
{
	IoWaiter waiter;
	Handle wake = HANDLE(stops_waiting, &waiter);
	int fd = pipes[PIPES - 1][0];

	assert_int_equal(io_wait_begin(loop, fd, IO_READ, &waiter, &wake), 0);
	assert_int_equal(loop_call_soon(loop, &wake), 0);
	run_with(PIPES - 1);
}

static void begin(void)
{
	loop = asyncio_new_event_loop();
	for (int i = 0; i < PIPES; i++) {
		assert_int_equal(pipe(pipes[i]), 0);
		assert_int_equal(write(pipes[i][1], "x", 1), 1);
	}
}

static void what_is_ready_comes_in_the_reverse_order(void **state)
{
	char reversed[PIPES + 1] = "";

	begin();
	run();
	for (int i = 0; i < PIPES; i++)
		reversed[i] = order[PIPES - 1 - i];
	assert_int_equal(backwards_begin(loop), 0);
	run();
	backwards_end();
	assert_string_equal(order, reversed);
	loop_free(loop);
}

static void what_was_scheduled_before_stays_in_front(void **state)
{
	static char letters[] = "ab";
	char expected[PIPES + 3] = "ab";
	Handle soon[] = { HANDLE(says, &letters[0]), HANDLE(says, &letters[1]) };

	begin();
	run();
	for (int i = 0; i < PIPES; i++)
		expected[2 + i] = order[PIPES - 1 - i];
	assert_int_equal(backwards_begin(loop), 0);
	loop_call_soon(loop, &soon[0]);
	loop_call_soon(loop, &soon[1]);
	run();
	backwards_end();
	assert_string_equal(order, expected);
	loop_free(loop);
}

static void what_select_moves_is_in_the_reverse_order_too(void **state)
{
	char reversed[PIPES + 1] = "";

	begin();
	run_with_a_waiter();
	for (int i = 0; i < PIPES; i++)
		reversed[i] = order[PIPES - 1 - i];
	assert_int_equal(backwards_begin(loop), 0);
	run_with_a_waiter();
	backwards_end();
	assert_string_equal(order, reversed);
	loop_free(loop);
}

static void (*real_select)(Selector *selector, double deadline, Links *ready);

static void select_traced(Selector *selector, double deadline, Links *ready)
{
	trace("%g", deadline);
	real_select(selector, deadline, ready);
}

/* Without a timer and with nothing to do, the loop sleeps for ever: until "inf". */
static void it_sleeps_until_the_same_deadlines(void **state)
{
	begin();
	real_select = loop->selector->select;
	loop->selector->select = select_traced;
	assert_int_equal(backwards_begin(loop), 0);
	run();
	backwards_end();
	assert_trace("inf");
	loop_free(loop);
}

static void afterwards_it_is_an_ordinary_loop(void **state)
{
	char plain[PIPES + 1];

	begin();
	run();
	memcpy(plain, order, sizeof plain);
	assert_int_equal(backwards_begin(loop), 0);
	backwards_end();
	backwards_end();
	run();
	assert_string_equal(order, plain);
	loop_free(loop);
}

static void one_loop_is_backwards_at_a_time(void **state)
{
	Loop *other = asyncio_new_event_loop();

	begin();
	assert_int_equal(backwards_begin(loop), 0);
	assert_int_equal(backwards_begin(other), -EBUSY);
	backwards_end();
	assert_int_equal(backwards_begin(other), 0);
	backwards_end();
	loop_free(other);
	loop_free(loop);
}

static void a_closed_loop_is_refused(void **state)
{
	loop = asyncio_new_event_loop();
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(backwards_begin(loop), -ESHUTDOWN);
	loop_free(loop);
}

TESTS(T(what_is_ready_comes_in_the_reverse_order),
      T(what_was_scheduled_before_stays_in_front),
      T(what_select_moves_is_in_the_reverse_order_too),
      T(it_sleeps_until_the_same_deadlines), T(afterwards_it_is_an_ordinary_loop),
      T(one_loop_is_backwards_at_a_time), T(a_closed_loop_is_refused))
