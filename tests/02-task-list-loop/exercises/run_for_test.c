/* Exercise run_for: see 02-task-list-loop/exercises/run_for.c. */
#include "run_for.h"
#include "testing.h"

#include <errno.h>

static Loop *loop;

static void say(void *unused)
{
	trace("%g", loop_time(loop));
}

static void stop(void *unused)
{
	loop_stop(loop);
}

static void it_runs_as_long_as_it_is_told(void **state)
{
	Handle early = HANDLE(say, NULL), late = HANDLE(say, NULL);

	loop = asyncio_new_event_loop();
	loop_call_later(loop, 2, &early);
	loop_call_later(loop, 9, &late);
	assert_int_equal(run_for(loop, 5), 0);
	trace("ended at %g", loop_time(loop));
	assert_int_equal(run_for(loop, 5), 0);
	trace("ended at %g", loop_time(loop));
	assert_trace("2 ended at 5 9 ended at 10");
	loop_free(loop);
}

static void it_goes_on_when_nothing_is_left_to_do(void **state)
{
	loop = asyncio_new_event_loop();
	assert_int_equal(run_for(loop, 3), 0);
	trace("ended at %g", loop_time(loop));
	assert_trace("ended at 3");
	loop_free(loop);
}

static void a_loop_that_is_stopped_leaves_nothing_behind(void **state)
{
	Handle stopper = HANDLE(stop, NULL);

	loop = asyncio_new_event_loop();
	loop_call_later(loop, 1, &stopper);
	assert_int_equal(run_for(loop, 5), 0);
	trace("ended at %g", loop_time(loop));
	assert_int_equal(run_for(loop, 9), 0);
	trace("ended at %g", loop_time(loop));
	assert_trace("ended at 1 ended at 10");
	loop_free(loop);
}

static void run_inside(void *unused)
{
	trace("%s at %g", status_name(run_for(loop, 5)), loop_time(loop));
	trace("%s", timers_first(loop) == NULL ? "no-timer" : "a-timer");
	loop_stop(loop);
}

static void in_a_callback_it_refuses_and_leaves_nothing_behind(void **state)
{
	Handle inside = HANDLE(run_inside, NULL);

	loop = asyncio_new_event_loop();
	succeeds(loop_call_later(loop, 1, &inside));
	assert_int_equal(loop_run_forever(loop), 0);
	trace("ended at %g", loop_time(loop));
	assert_trace("EBUSY at 1 no-timer ended at 1");
	loop_free(loop);
}

static void a_closed_loop_refuses(void **state)
{
	loop = asyncio_new_event_loop();
	loop_close(loop);
	assert_int_equal(run_for(loop, 1), -ESHUTDOWN);
	loop_free(loop);
}

TESTS(T(it_runs_as_long_as_it_is_told), T(it_goes_on_when_nothing_is_left_to_do),
      T(a_loop_that_is_stopped_leaves_nothing_behind),
      T(in_a_callback_it_refuses_and_leaves_nothing_behind), T(a_closed_loop_refuses))
