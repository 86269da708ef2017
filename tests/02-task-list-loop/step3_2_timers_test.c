/* 2.3.2: timers. Where the clock is not what matters, all are due already. */
#include "events.h"
#include "system.h"
#include "../01-generators/watching.h"

#include <time.h>

#include <errno.h>
#include <stdlib.h>

/* What is due within that is due. */
#define TICK 1e-8

static void say(void *text)
{
	trace("%s", (char *)text);
}

static void stop(void *loop)
{
	loop_stop(loop);
}

static void timers_fire_by_deadline_and_not_before(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b"), c = HANDLE(say, "c");

	assert_non_null(loop);
	double start = loop_time(loop), sooner = start + 0.01;
	assert_int_equal(loop_call_later(loop, 0.03, &a), 0);
	assert_compared(a.when, >, start + 0.03 - TICK);
	assert_int_equal(loop_call_at(loop, sooner, &b), 0);
	assert_compared(b.when, ==, sooner);
	assert_int_equal(loop_call_at(loop, start + 0.02, &c), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b c a");
	assert_compared(loop_time(loop), >, a.when - TICK);
	loop_free(loop);
}

static void overdue_timers_fire_by_deadline_behind_what_is_ready(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), one = HANDLE(say, "-1"), two = HANDLE(say, "-2"),
	       zero = HANDLE(say, "0");

	loop_call_later(loop, 0, &zero);
	loop_call_later(loop, -1, &one);
	loop_call_later(loop, -2, &two);
	loop_call_soon(loop, &a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a -2 -1 0");
	loop_free(loop);
}

static void equal_deadlines_fire_in_the_order_they_were_set(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	const char *names[] = { "0", "1", "2", "3", "4", "5", "6", "7" };
	Handle handles[8];

	for (int i = 0; i < 8; i++) {
		handles[i] = (Handle)HANDLE(say, (void *)names[i]);
		loop_call_at(loop, -1, &handles[i]);
	}
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("0 1 2 3 4 5 6 7");
	loop_free(loop);
}

static void cancel(void *handle)
{
	trace("cancel");
	handle_cancel(handle);
}

static void a_cancelled_timer_neither_fires_nor_keeps_the_loop(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle never = HANDLE(say, "never"), b = HANDLE(say, "b"), a = HANDLE(cancel, &b);

	double start = loop_time(loop);
	loop_call_later(loop, 3600, &never);
	loop_call_later(loop, -2, &a);
	loop_call_later(loop, -1, &b);
	handle_cancel(&never);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("cancel");
	assert_compared(loop_time(loop) - start, <, 1800);
	loop_free(loop);
}

static void what_is_no_time_is_refused(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");

	loop_call_later(loop, 1, &b);
	assert_int_equal(loop_call_at(loop, NAN, &b), -EINVAL);
	handle_cancel(&b);
	assert_int_equal(loop_call_at(loop, NAN, &a), -EINVAL);
	assert_int_equal(loop_call_later(loop, NAN, &a), -EINVAL);
	assert_int_equal(loop_call_later(loop, -INFINITY, &a), 0);
	assert_int_equal(loop_call_later(loop, 1, &a), -EBUSY);
	assert_int_equal(loop_call_soon(loop, &a), -EBUSY);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_call_at(loop, 1, &b), -EBUSY);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b a");
	loop_free(loop);
}

static void a_time_that_never_comes_keeps_nobody(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle never = HANDLE(say, "never"), a = HANDLE(say, "a");

	assert_int_equal(loop_call_later(loop, INFINITY, &never), 0);
	assert_int_equal(loop_call_later(loop, 0.001, &a), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a");
	assert_compared(never.when, ==, INFINITY);
	loop_free(loop);
}

static void a_timer_centuries_ahead_disturbs_nobody(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle far = HANDLE(say, "far"), a = HANDLE(say, "a"), s = HANDLE(stop, loop);

	assert_int_equal(loop_call_later(loop, 1e10, &far), 0);
	assert_int_equal(loop_call_later(loop, 1e300, &(Handle)HANDLE(say, "farther")),
	                 0);
	loop_call_later(loop, 0.001, &a);
	loop_call_later(loop, 0.002, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a");
	loop_free(loop);
}

static void close_drops_the_timers(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");

	assert_int_equal(loop_call_later(loop, 0.001, &a), 0);
	loop_call_later(loop, 0.002, &b);
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_call_later(loop, 1, &a), -ESHUTDOWN);
	assert_int_equal(loop_call_at(loop, 1, &b), -ESHUTDOWN);
	assert_int_equal(loop_call_at(loop, NAN, &b), -ESHUTDOWN);
	Loop *other = asyncio_new_event_loop();
	assert_int_equal(loop_call_later(other, 0, &a), 0);
	assert_int_equal(loop_run_forever(other), 0);
	assert_trace("a");
	loop_free(other);
	loop_free(loop);
}

static void a_loop_stopped_in_advance_makes_one_pass(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), far = HANDLE(say, "far");

	double start = loop_time(loop);
	loop_call_soon(loop, &a);
	loop_call_later(loop, 3600, &far);
	assert_compared(far.when, <, INFINITY);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a");
	assert_compared(loop_time(loop) - start, <, 1800);
	loop_free(loop);
}

/* Stands in front of libc's, and counts how often the clock is read. */
static int readings;

int clock_gettime(clockid_t clock, struct timespec *time)
{
	readings++;
	return (int)SYSTEM(clock_gettime, clock, time);
}

static void a_loop_without_timers_does_not_read_the_clock(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b"), timer = HANDLE(say, "timer");

	assert_non_null(loop);
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	readings = 0;
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(readings, 0);
	loop_call_later(loop, 0.001, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(readings, >, 0);
	assert_trace("a b timer");
	loop_free(loop);
}

static void set_a_timer_while_watched(void)
{
	Handle seen = HANDLE(say, "seen");
	Loop *loop;

	watch();
	loop = asyncio_new_event_loop();
	loop_call_later(loop, 0.001, &seen);
	succeeds(loop_run_forever(loop));
	loop_free(loop);
}

static void a_timer_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(set_a_timer_while_watched), 0);
	assert_printed("sets a timer: "); /* its name is known on some systems only */
}

TESTS(T(a_loop_without_timers_does_not_read_the_clock),
      T(timers_fire_by_deadline_and_not_before),
      T(overdue_timers_fire_by_deadline_behind_what_is_ready),
      T(equal_deadlines_fire_in_the_order_they_were_set),
      T(a_cancelled_timer_neither_fires_nor_keeps_the_loop),
      T(what_is_no_time_is_refused), T(a_time_that_never_comes_keeps_nobody),
      T(a_timer_centuries_ahead_disturbs_nobody), T(close_drops_the_timers),
      T(a_loop_stopped_in_advance_makes_one_pass), T(a_timer_is_seen_in_a_trace))
