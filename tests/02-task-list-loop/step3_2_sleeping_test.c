/* Step 2.3: how a loop sleeps. */
#include "events.h"
#include "selectors.h"
#include "system.h"
#include "testing.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

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

/* Stands in front of libc's: the shortest sleep that was asked for, in nanoseconds. */
static long shortest = -1;

int nanosleep(const struct timespec *time, struct timespec *left)
{
	long asked = time->tv_sec > 0 ? 1000000000 : time->tv_nsec;

	if (shortest < 0 || asked < shortest)
		shortest = asked;
	return (int)SYSTEM(nanosleep, time, left);
}

/* Rounded down, a loop would make one pass after the other until the timer is due. */
static void a_sleep_is_rounded_up_to_a_whole_millisecond(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a");

	assert_non_null(loop);
	for (int i = 0; i < 20 && shortest < 0; i++) { /* a busy machine may come late */
		loop_call_later(loop, 0.0005, &a);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_int_equal(shortest, 1000000);
	loop_free(loop);
}

static void interrupts(int signo)
{
}

static void a_signal_does_not_cut_time_sleep_short(void **state)
{
	const struct itimerval often = { { 0, 5000 }, { 0, 5000 } };
	struct sigaction interrupt = { .sa_handler = interrupts };

	sigaction(SIGALRM, &interrupt, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	double start = time_perf_counter();
	time_sleep(0.1);
	assert_compared(time_perf_counter() - start, >=, 0.0999);
}

static void a_pass_with_work_does_not_sleep(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), far = HANDLE(say, "far"), s = HANDLE(stop, loop);

	assert_non_null(loop);
	double start = loop_time(loop);
	loop_call_later(loop, 3600, &far);
	assert_true(far.when < INFINITY);
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
	assert_true(far.when < INFINITY);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("");
	assert_compared(loop_time(loop) - start, <, 1800);
	loop_free(loop);
}

/* A selector that has something to tell, once. */
static Handle event = HANDLE(say, "event");
static bool told;

static void tell(Selector *selector, double deadline, Links *ready)
{
	if (!told)
		handle_append(ready, &event);
	told = true;
}

static bool has_something_to_tell(Selector *selector)
{
	return !told;
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
      T(a_sleep_is_rounded_up_to_a_whole_millisecond),
      T(a_signal_does_not_cut_time_sleep_short),
      T(a_pass_with_work_does_not_sleep), T(a_loop_stopped_in_advance_does_not_sleep),
      T(what_can_be_woken_from_outside_goes_on))
