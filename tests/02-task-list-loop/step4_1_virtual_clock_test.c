/* 2.4.1: a clock that jumps. */
#include "events.h"
#include "forked.h"
#include "selectors.h"
#include "testing.h"
#include "virtual_clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static Loop *loop;

static void begin(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	assert_compared(loop_time(loop), ==, 0);
	assert_compared(time_perf_counter(), ==, 0);
}

static double real_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void say(void *text)
{
	trace("%s@%g", (char *)text, loop_time(loop));
}

/* Counts the passes: each of them asks the selector once. It may have something to
 * tell. */
static int passes;
static Handle *event;

static void counting_select(Selector *selector, double deadline, Links *ready)
{
	passes++;
	if (event != NULL)
		handle_append(ready, event);
	event = NULL;
}

static Selector counting = { counting_select, NULL, NULL };

static void a_time_that_has_passed_does_not_turn_it_back(void **state)
{
	Handle h = HANDLE(say, "now"), late = HANDLE(say, "late");

	begin();
	time_sleep(100);
	assert_int_equal(loop_call_at(loop, 40, &late), 0);
	assert_int_equal(loop_call_at(loop, 100, &h), 0);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("late@100 now@100");
	loop_stop(loop); /* a pass that does not sleep */
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(loop_time(loop), ==, 100);
	loop_free(loop);
}

static void an_hour_takes_no_time_and_is_exactly_an_hour(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");

	begin();
	double before = real_time();
	loop_call_later(loop, 3600, &a);
	loop_call_later(loop, 0.1, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b@0.1 a@3600");
	assert_compared(time_perf_counter(), ==, 3600);
	assert_compared(real_time() - before, <, 60);
	loop_free(loop);
}

static void reading_the_clock_does_not_move_it(void **state)
{
	begin();
	double now = loop_time(loop);
	for (int i = 0; i < 1000; i++) {
		assert_compared(loop_time(loop), ==, now);
		assert_compared(time_perf_counter(), ==, now);
	}
	time_sleep(7);
	assert_compared(loop_time(loop), ==, now + 7);
	time_sleep(INFINITY);
	time_sleep(-1);
	assert_compared(loop_time(loop), ==, now + 7);
	loop_free(loop);
}

static void never_is_not_a_time_to_jump_to(void **state)
{
	Handle never = HANDLE(say, "never"), a = HANDLE(say, "a");

	begin();
	loop_call_later(loop, INFINITY, &never);
	loop_call_later(loop, 5, &a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a@5");
	assert_compared(loop_time(loop), ==, 5);
	loop_free(loop);
}

static void timers_of_one_instant_fire_in_one_pass(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b"), c = HANDLE(say, "c");

	begin();
	loop->selector = &counting;
	loop_call_at(loop, 2, &a);
	loop_call_at(loop, 1, &b);
	loop_call_at(loop, 2, &c);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b@1 a@2 c@2");
	assert_int_equal(passes, 2);
	loop_free(loop);
}

static Handle a2 = HANDLE(say, "A2");

static void schedule(void *unused)
{
	say("A");
	loop_call_soon(loop, &a2);
}

static void callbacks_born_in_a_pass_come_after_due_timers(void **state)
{
	Handle a = HANDLE(schedule, NULL), b = HANDLE(say, "B"), t = HANDLE(say, "T");

	begin();
	loop_call_soon(loop, &a);
	loop_call_later(loop, 0, &t);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("A@0 B@0 T@0 A2@0");
	loop_free(loop);
}

static Handle spawned = HANDLE(say, "spawned");

static void slow(void *unused)
{
	say("slow");
	loop_call_soon(loop, &spawned);
	time_sleep(0.1);
}

static void a_timer_that_comes_due_meanwhile_waits_its_turn(void **state)
{
	Handle a = HANDLE(slow, NULL), b = HANDLE(say, "rest"), t = HANDLE(say, "timer");

	begin();
	loop_call_later(loop, 0.05, &t);
	loop_call_soon(loop, &a);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("slow@0 rest@0.1 spawned@0.1 timer@0.1");
	loop_free(loop);
}

static Handle busy;

static void be_busy(void *unused)
{
	time_sleep(0.001);
	loop_call_soon(loop, &busy);
}

static void stop(void *unused)
{
	loop_stop(loop);
}

static void a_loop_that_is_never_idle_still_serves_its_timers(void **state)
{
	Handle t = HANDLE(say, "timer"), s = HANDLE(stop, NULL);

	begin();
	busy = (Handle)HANDLE(be_busy, NULL);
	loop_call_soon(loop, &busy);
	loop_call_later(loop, 0.01, &t);
	loop_call_later(loop, 0.02, &s);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("timer@0.011"); /* behind what was ready when it came due */
	loop_free(loop);
}

static void what_is_due_within_a_tick_is_due(void **state)
{
	Handle a = HANDLE(say, "a"), b = HANDLE(say, "b");

	begin();
	loop->selector = &counting;
	loop_call_at(loop, 1, &a);
	loop_call_at(loop, 1 + 5e-10, &b);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a@1 b@1");
	assert_int_equal(passes, 1);
	loop_free(loop);
}

static void what_happens_outside_comes_before_a_jump(void **state)
{
	Handle e = HANDLE(say, "event"), t = HANDLE(say, "timer");

	begin();
	loop->selector = &counting;
	event = &e;
	loop_call_at(loop, 3, &t);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("event@0 timer@3");
	assert_int_equal(passes, 2);
	loop_free(loop);
}

/* Something outside wakes the loop, in the second pass. */
static void tell_late(Selector *selector, double deadline, Links *ready)
{
	trace("until:%g", deadline);
	if (++passes == 2)
		handle_append(ready, event);
}

static bool has_told_little(Selector *selector)
{
	return passes < 2;
}

static void a_loop_that_waits_for_the_outside_alone_does_not_jump(void **state)
{
	Selector late = { tell_late, has_told_little, NULL };
	Handle e = HANDLE(say, "event");

	begin();
	loop->selector = &late;
	event = &e;
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("until:inf until:inf event@0");
	assert_compared(time_perf_counter(), <=, 0);
	loop_free(loop);
}

static void another_word_asks_for_no_virtual_clock(void **state)
{
	setenv("ASYNCIO_CLOCK", "real", 1);
	assert_false(clock_is_virtual());
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	assert_true(clock_is_virtual());
	unsetenv("ASYNCIO_CLOCK");
	assert_false(clock_is_virtual());
}

/* A thread that is not the first goes by the real clock, except while it runs a loop. */
typedef struct Seen {
	double before, in_its_loop, afterwards;
} Seen;

static void in_thread(void *seen)
{
	((Seen *)seen)->in_its_loop = time_perf_counter();
}

static void *other_thread(void *arg)
{
	Seen *seen = arg;
	Loop *its = asyncio_new_event_loop();
	Handle read = HANDLE(in_thread, seen);

	seen->before = time_perf_counter();
	loop_call_later(its, 1000, &read);
	succeeds(loop_run_forever(its));
	loop_free(its);
	seen->afterwards = time_perf_counter();
	return NULL;
}

static void other_threads_go_by_the_real_clock_unless_they_run_a_loop(void **state)
{
	double before = real_time();
	Seen seen = { 0 };
	pthread_t thread;

	begin();
	time_sleep(5);
	pthread_create(&thread, NULL, other_thread, &seen);
	pthread_join(thread, NULL);
	assert_compared(seen.before, >=, before);
	assert_compared(seen.before, <=, real_time());
	assert_compared(seen.in_its_loop, ==, 1000);
	assert_compared(seen.afterwards, >=, seen.before);
	assert_compared(seen.afterwards, <=, real_time());
	assert_compared(time_perf_counter(), ==, 5);
	loop_free(loop);
}

enum { JUMPED = 3, SLEPT = 4 };

/* In the child of a thread that forks, that thread is the first one, and the only one. */
static void *forks_in_a_thread(void *unused)
{
	if (!is_forked())
		return NULL;
	double before = time_perf_counter();
	time_sleep(1);
	_exit(time_perf_counter() - before == 1 ? JUMPED : SLEPT);
}

static void the_thread_that_forks_is_the_first_one_of_the_child(void **state)
{
	pthread_t thread;

	begin();
	pthread_create(&thread, NULL, forks_in_a_thread, NULL);
	pthread_join(thread, NULL);
	assert_trace("child:3");
	loop_free(loop);
}

TESTS(T(a_time_that_has_passed_does_not_turn_it_back),
      T(an_hour_takes_no_time_and_is_exactly_an_hour),
      T(reading_the_clock_does_not_move_it), T(never_is_not_a_time_to_jump_to),
      T(timers_of_one_instant_fire_in_one_pass),
      T(callbacks_born_in_a_pass_come_after_due_timers),
      T(a_timer_that_comes_due_meanwhile_waits_its_turn),
      T(a_loop_that_is_never_idle_still_serves_its_timers),
      T(what_is_due_within_a_tick_is_due), T(what_happens_outside_comes_before_a_jump),
      T(a_loop_that_waits_for_the_outside_alone_does_not_jump),
      T(another_word_asks_for_no_virtual_clock),
      T(the_thread_that_forks_is_the_first_one_of_the_child),
      T(other_threads_go_by_the_real_clock_unless_they_run_a_loop))
