/* clock.c - the clock of the machine, or the virtual one in its place. */
#include "clock.h"
#include "events.h"
#include "virtual_clock.h"

#include <err.h>
#include <math.h>
#include <time.h>

#ifndef CLOCK_MONOTONIC
#error "A loop needs CLOCK_MONOTONIC, a clock that nobody sets, and this system has none."
#endif

/* ==== 2.3.1: a clock, and a sleep ==== */

/* Reads CLOCK_MONOTONIC. A system without that clock ends the program, with a
 * sentence. */
double monotonic_time(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) < 0)
		err(1, "this system has no clock that nobody sets (CLOCK_MONOTONIC)");
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Sleeps in nanosleep, if seconds is positive. A fraction of a millisecond counts as a
 * whole one: a sleep must not end before its time. More than a day counts as a day. */
void monotonic_sleep(double seconds)
{
	if (!(seconds > 0))
		return; /* it may be too far below 0 for a long */
	double ms = (seconds < 86400 ? seconds : 86400) * 1e3;
	long whole = (long)ms + ((double)(long)ms < ms);
	struct timespec t = { whole / 1000, whole % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* The virtual clock, if this thread goes by it, and the real one if not. */
double time_perf_counter(void)
{
	return thread_is_virtual() ? *virtual_clock() : monotonic_time();
}

/* Returns the virtual clock's time if the loop jumps, and the machine's if not. */
double loop_time(Loop *loop)
{
	return loop->jumps ? *virtual_clock() : monotonic_time();
}

/* On the virtual clock the sleep moves that clock, but not to INFINITY. On the real
 * clock it sleeps again after a signal, until the time has come. */
void time_sleep(double seconds)
{
	double end = monotonic_time() + seconds;

	if (!(seconds > 0) || isinf(seconds))
		return;
	if (thread_is_virtual()) {
		if (!isinf(*virtual_clock() + seconds))
			*virtual_clock() += seconds;
		return;
	}
	while (monotonic_time() < end)
		monotonic_sleep(end - monotonic_time());
}
