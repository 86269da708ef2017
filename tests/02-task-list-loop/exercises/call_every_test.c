/* Exercise call_every: see 02-task-list-loop/exercises/call_every.c. */
#include "call_every.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;
static int calls, last;
static double takes;
static Every *every_of_test;

static void tick(void *unused)
{
	trace("%g", loop_time(loop));
	if (takes > 0)
		time_sleep(takes);
	if (++calls >= last)
		every_cancel(every_of_test);
}

/* Runs a loop in which tick is called every two seconds, so many times. */
static int run_ticks(int times, double seconds_each)
{
	Every every = { .fn = tick };

	loop = asyncio_new_event_loop();
	calls = 0;
	last = times;
	takes = seconds_each;
	every_of_test = &every;
	int error = call_every(loop, 2, &every);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	return error;
}

static void it_is_called_every_two_seconds_until_it_is_cancelled(void **state)
{
	assert_int_equal(run_ticks(3, 0), 0);
	assert_trace("2 4 6");
}

static void it_does_not_drift(void **state)
{
	assert_int_equal(run_ticks(4, 0.5), 0);
	assert_trace("2 4 6 8");
}

static void calls_that_were_missed_are_made(void **state)
{
	assert_int_equal(run_ticks(3, 5), 0);
	assert_trace("2 7 12");
}

static void what_is_no_interval_is_refused(void **state)
{
	Loop *refusing = asyncio_new_event_loop();
	Every every = { .fn = tick };

	assert_int_equal(call_every(refusing, 0, &every), -EINVAL);
	assert_int_equal(call_every(refusing, -1, &every), -EINVAL);
	assert_int_equal(call_every(refusing, NAN, &every), -EINVAL);
	loop_close(refusing);
	assert_int_equal(call_every(refusing, 1, &every), -ESHUTDOWN);
	loop_free(refusing);
}

TESTS(T(it_is_called_every_two_seconds_until_it_is_cancelled), T(it_does_not_drift),
      T(calls_that_were_missed_are_made), T(what_is_no_interval_is_refused))
