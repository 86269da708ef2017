/* Step 2.4: how a loop sleeps that has readers. */
#include "callers.h"
#include "io_selector.h"

static void waits(Loop *loop)
{
	int pair[2], status = -1;
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };

	open_pair(pair);
	r.fd = pair[0];
	count_passes(loop);
	assert_int_equal(loop_add_reader(loop, r.fd, &r.handle), 0);
	pid_t child = put_later(pair[1], "x\n");
	assert_int_equal(loop_run_forever(loop), 0);
	waitpid(child, &status, 0);
	assert_traced("rx");
	assert_below(passes, 10);
	close_pair(pair);
}

static void a_loop_sleeps_until_its_last_reader_is_removed(void **state)
{
	on_both(waits);
}

static void waits_for_a_timer(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle timer = HANDLE(stop, loop);

	open_pair(pair);
	count_passes(loop);
	assert_int_equal(loop_add_reader(loop, pair[0], &r.handle), 0);
	double begin = loop_time(loop);
	loop_call_later(loop, 0.0305, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(loop_time(loop) - begin, >=, 0.0304);
	assert_below(passes, 10);
	assert_int_equal(loop_remove_reader(loop, pair[0]), 1);
	close_pair(pair);
}

static void a_reader_keeps_nobody_from_sleeping(void **state)
{
	on_both(waits_for_a_timer);
}

/* Rounded down, a loop would make pass after pass in the last millisecond before a timer.
 * A busy machine may come too late to see that, but not each time. */
static void rounds_up(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;

	for (int i = 0; i < 100; i++) {
		double deadline = monotonic_time() + 0.0205;
		int milliseconds = io_timeout(selector, deadline);
		double left = deadline - monotonic_time();
		assert_compared(milliseconds, >=, left * 1e3);
	}
	assert_int_equal(io_timeout(selector, INFINITY), -1);
	assert_int_equal(io_timeout(selector, -INFINITY), 0);
}

static void a_sleep_is_rounded_up_to_a_whole_millisecond(void **state)
{
	on_both(rounds_up);
}

/* The timer: what comes now comes while nothing but the reader is left. */
static void sends_the_last(void *arg)
{
	trace("timer");
	put_later(*(int *)arg, "d\n");
}

static void data_comes_before_a_jump(Loop *loop)
{
	int pair[2];
	Caller r = { "r", loop, -1, HANDLE(reads, &r) };
	Handle timer = HANDLE(sends_the_last, &pair[1]);

	open_pair(pair);
	r.fd = pair[0];
	put(pair[1], "abc");
	succeeds(loop_add_reader(loop, r.fd, &r.handle));
	double begin = loop_time(loop);
	loop_call_later(loop, 3600, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("ra rb rc timer rd");
	assert_true(loop_time(loop) - begin == 3600);
	close_pair(pair);
}

static void the_virtual_clock_jumps_when_nothing_is_ready(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_both(data_comes_before_a_jump);
}

TESTS(T(a_loop_sleeps_until_its_last_reader_is_removed),
      T(a_sleep_is_rounded_up_to_a_whole_millisecond),
      T(a_reader_keeps_nobody_from_sleeping),
      T(the_virtual_clock_jumps_when_nothing_is_ready))
