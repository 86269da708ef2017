/* 2.3.2: how a loop sleeps. */
#include "events.h"
#include "selectors.h"
#include "testing.h"

static void say(void *text)
{
	trace("%s", (char *)text);
}

static void stop(void *loop)
{
	loop_stop(loop);
}

/* Counts the passes: each of them asks the selector once. */
static int passes;
static void (*real_select)(Selector *selector, double deadline, Links *ready);

static void counting_select(Selector *selector, double deadline, Links *ready)
{
	passes++;
	real_select(selector, deadline, ready);
}

static void count_passes(Loop *loop)
{
	assert_non_null(loop->selector);
	passes = 0;
	real_select = loop->selector->select;
	loop->selector->select = counting_select;
}

static void a_loop_sleeps_until_the_next_timer(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a");

	assert_non_null(loop);
	count_passes(loop);
	double start = loop_time(loop);
	loop_call_later(loop, 0.05, &a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(loop_time(loop) - start, >, 0.0499);
	assert_trace("a");
	assert_in_range(passes, 1, 4);
	loop_free(loop);
}

/* Sleeps shorter and shorter, one after the other. */
static double delay = 1e-2;
static Handle shorter;

static void sleep_shorter(void *loop)
{
	delay /= 100;
	trace("x");
	if (delay > 1e-11)
		loop_call_later(loop, delay, &shorter);
}

static void short_sleeps_take_no_more_passes_than_long_ones(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	count_passes(loop);
	shorter = (Handle)HANDLE(sleep_shorter, loop);
	loop_call_later(loop, delay, &shorter);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("x x x x x");
	assert_in_range(passes, 5, 20);
	loop_free(loop);
}

static void a_pass_with_work_does_not_sleep(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), far = HANDLE(say, "far"), s = HANDLE(stop, loop);

	assert_non_null(loop);
	double start = loop_time(loop);
	loop_call_later(loop, 3600, &far);
	assert_compared(far.when, <, INFINITY);
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a");
	assert_compared(loop_time(loop) - start, <, 1800);
	loop_free(loop);
}

static void a_loop_stopped_in_advance_does_not_sleep(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle far = HANDLE(say, "far");

	assert_non_null(loop);
	double start = loop_time(loop);
	loop_call_later(loop, 3600, &far);
	assert_compared(far.when, <, INFINITY);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("");
	assert_compared(loop_time(loop) - start, <, 1800);
	loop_free(loop);
}

static void a_loop_stopped_in_advance_makes_one_pass(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	count_passes(loop);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(passes, 1); /* although there is nothing to do */
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(passes, 1);
	loop_free(loop);
}

/* A selector that has something to tell, once. It gives up if nobody asks what it is. */
static Handle event = HANDLE(say, "event");
static bool told;
static int asked;

static void tell(Selector *selector, double deadline, Links *ready)
{
	if (!told)
		handle_append(ready, &event);
	told = true;
}

static bool has_something_to_tell(Selector *selector)
{
	return !told && asked++ < 10;
}

static void what_can_be_woken_from_outside_goes_on(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Selector teller = { tell, has_something_to_tell, NULL };

	assert_non_null(loop->selector);
	loop->selector = &teller;
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("event");
	loop_free(loop);
}

TESTS(T(a_loop_sleeps_until_the_next_timer),
      T(short_sleeps_take_no_more_passes_than_long_ones),
      T(a_pass_with_work_does_not_sleep), T(a_loop_stopped_in_advance_does_not_sleep),
      T(a_loop_stopped_in_advance_makes_one_pass),
      T(what_can_be_woken_from_outside_goes_on))
