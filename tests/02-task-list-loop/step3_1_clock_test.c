/* 2.3.1: the clock of the machine, and a selector that can only sleep. */
#include "events.h"
#include "selectors.h"
#include "system.h"
#include "testing.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>

/* What is due within that is due. */
#define TICK 1e-8

static void time_only_goes_forward(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	double start = loop_time(loop), before = time_perf_counter();

	assert_non_null(loop);
	assert_compared(start, >, 0);
	time_sleep(0.02);
	assert_compared(loop_time(loop), >, start + 0.02 - TICK);
	assert_compared(time_perf_counter(), >, before + 0.02 - TICK);
	double now = time_perf_counter();
	time_sleep(-1);
	time_sleep(0);
	time_sleep(NAN);
	time_sleep(INFINITY);
	assert_compared(time_perf_counter(), <, now + 10);
	loop_free(loop);
}

static void the_selector_sleeps_until_its_deadline(void **state)
{
	Loop *loop = asyncio_new_event_loop();

	assert_non_null(loop);
	assert_non_null(loop->selector);
	double start = loop_time(loop);
	loop->selector->select(loop->selector, start + 0.02, &loop->ready);
	assert_compared(loop_time(loop), >, start + 0.02 - TICK);
	start = loop_time(loop);
	loop->selector->select(loop->selector, -INFINITY, &loop->ready);
	loop->selector->select(loop->selector, start - 3600, &loop->ready);
	loop->selector->select(loop->selector, -1e300, &loop->ready);
	assert_compared(loop_time(loop), <, start + 1800);
	assert_true(list_empty(&loop->ready));
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

	assert_non_null(loop);
	assert_non_null(loop->selector);
	for (int i = 0; i < 20 && shortest < 0; i++) { /* a busy machine may come late */
		loop->selector->select(loop->selector, loop_time(loop) + 0.0005,
		                       &loop->ready);
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

static double processor_time(void)
{
	struct timespec used = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

static void time_sleep_leaves_the_processor_to_others(void **state)
{
	double used = processor_time();

	time_sleep(0.3);
	assert_compared(processor_time() - used, <, 0.15);
	/* Beside other load a loop that looks at the clock again and again gets
	 * little of the processor, too. */
	shortest = -1;
	for (int i = 0; i < 20 && shortest < 0; i++)
		time_sleep(0.02);
	if (shortest < 0)
		fail_msg("time_sleep should have slept in nanosleep, it never called it");
	double now = time_perf_counter();
	time_sleep(0.001);
	assert_compared(time_perf_counter(), >, now + 0.001 - TICK);
}

TESTS(T(time_only_goes_forward), T(the_selector_sleeps_until_its_deadline),
      T(a_sleep_is_rounded_up_to_a_whole_millisecond),
      T(a_signal_does_not_cut_time_sleep_short),
      T(time_sleep_leaves_the_processor_to_others))
