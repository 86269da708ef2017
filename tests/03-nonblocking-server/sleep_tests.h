/* sleep_tests.h - how a loop sleeps that has timers and no descriptors, with the
 * selectors that a file is about. */
#ifndef SLEEP_TESTS_H
#define SLEEP_TESTS_H

#include "both.h"
#include "called.h"
#include "io_selector.h"

static void sleeps(Loop *loop)
{
	Handle soon = HANDLE(called, "soon"), late = HANDLE(called, "late");

	count_passes(loop);
	double begin = loop_time(loop);
	assert_int_equal(loop_call_at(loop, begin + 0.0305, &late), 0);
	assert_int_equal(loop_call_at(loop, begin + 0.01, &soon), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("soon late");
	assert_compared(loop_time(loop) - begin, >=, 0.0304);
	assert_below(passes, 10);
}

static void a_loop_sleeps_until_its_timers_are_due(void **state)
{
	on_each(sleeps);
}

static void waits_for_nothing(Loop *loop)
{
	Handle ready = HANDLE(called, "ready");
	Selector *selector = loop->selector;

	assert_non_null(selector->can_wake);
	assert_false(selector->can_wake(selector));
	assert_int_equal(loop_call_soon(loop, &ready), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("ready");
}

static void a_loop_that_nothing_can_wake_ends(void **state)
{
	on_each(waits_for_nothing);
}

/* Rounded down, a loop would make pass after pass in the last millisecond before a
 * timer. A busy machine may come too late to see that, but not each time. */
static void rounds_up(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;

	for (int i = 0; i < 100; i++) {
		double deadline = monotonic_time() + 0.0205;
		int milliseconds = io_timeout(selector, deadline);
		double left = deadline - monotonic_time();
		assert_compared(milliseconds, >=, left * 1e3);
	}
	assert_int_equal(io_timeout(selector, monotonic_time() + 1e9), 86400000);
	assert_int_equal(io_timeout(selector, INFINITY), -1);
	assert_int_equal(io_timeout(selector, -INFINITY), 0);
}

static void a_sleep_is_rounded_up_to_a_whole_millisecond(void **state)
{
	on_each(rounds_up);
}

static int asked;
static void (*real_ask)(IoSelector *selector, double deadline, Links *ready);

static void counting_ask(IoSelector *selector, double deadline, Links *ready)
{
	asked++;
	real_ask(selector, deadline, ready);
}

static void asks_in_vain(Loop *loop)
{
	IoSelector *selector = (IoSelector *)(void *)loop->selector;
	Handle first = HANDLE(called, "first"), second = HANDLE(called, "second");
	Handle third = HANDLE(called, "third");

	asked = 0;
	real_ask = selector->ask;
	selector->ask = counting_ask;
	loop_call_soon(loop, &first);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(asked, 0);
	atomic_fetch_add(&io_wakeups, 1);
	loop_call_soon(loop, &second);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(asked, 1);
	loop_call_soon(loop, &third);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(asked, 1);
	assert_traced("first second third");
}

/* A wake-up may have made something ready: so there the kernel is asked. */
static void a_pass_without_descriptors_asks_the_kernel_only_after_a_wake_up(void **state)
{
	on_each(asks_in_vain);
}

static void sleeps_for_an_hour(Loop *loop)
{
	Handle timer = HANDLE(called, "timer");
	double begin = loop_time(loop);

	loop_call_later(loop, 3600, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("timer");
	assert_compared(loop_time(loop) - begin, ==, 3600);
}

static void an_hour_on_the_virtual_clock_takes_no_time(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	on_each(sleeps_for_an_hour);
}

TESTS(T(a_loop_sleeps_until_its_timers_are_due), T(a_loop_that_nothing_can_wake_ends),
      T(a_sleep_is_rounded_up_to_a_whole_millisecond),
      T(a_pass_without_descriptors_asks_the_kernel_only_after_a_wake_up),
      T(an_hour_on_the_virtual_clock_takes_no_time))

#endif
