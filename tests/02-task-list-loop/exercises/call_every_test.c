/* Exercise call_every: see 02-task-list-loop/exercises/call_every.c. */
#include "call_every.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;
static int calls, last;
static double takes;
static bool only_the_first_takes_time;
static Every *every_of_test;

static void tick(void *unused)
{
	trace("%g", loop_time(loop));
	if (takes > 0)
		time_sleep(takes);
	if (only_the_first_takes_time)
		takes = 0;
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

static void calls_that_were_missed_are_made_at_once(void **state)
{
	only_the_first_takes_time = true;
	assert_int_equal(run_ticks(4, 5), 0);
	assert_trace("2 7 7 8");
}

static void block(void *unused)
{
	time_sleep(1.5);
}

static void a_call_that_comes_late_does_not_delay_the_next(void **state)
{
	Every every = { .fn = tick };
	Handle blocker = HANDLE(block, NULL);

	loop = asyncio_new_event_loop();
	last = 3;
	every_of_test = &every;
	succeeds(loop_call_later(loop, 1, &blocker));
	succeeds(call_every(loop, 2, &every));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	assert_trace("2.5 4 6");
}

static void it_can_begin_again_when_it_has_been_cancelled(void **state)
{
	Every every = { .fn = tick };

	loop = asyncio_new_event_loop();
	last = 1;
	every_of_test = &every;
	succeeds(call_every(loop, 2, &every));
	every_cancel(&every);
	succeeds(call_every(loop, 3, &every));
	succeeds(loop_run_forever(loop));
	succeeds(call_every(loop, 4, &every));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
	assert_trace("3 7");
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
      T(calls_that_were_missed_are_made), T(calls_that_were_missed_are_made_at_once),
      T(a_call_that_comes_late_does_not_delay_the_next),
      T(it_can_begin_again_when_it_has_been_cancelled), T(what_is_no_interval_is_refused))
