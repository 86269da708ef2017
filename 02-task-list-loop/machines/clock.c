/* clock.c - the clock of the machine. */
#include "clock.h"
#include "virtual_clock.h"

#include <err.h>
#include <math.h>
#include <time.h>

#ifndef CLOCK_MONOTONIC
#error "A loop needs CLOCK_MONOTONIC, a clock that nobody sets, and this system has none."
#endif

/* ==== Step 2.3: later ==== */

double monotonic_time(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) < 0)
		err(1, "this system has no clock that nobody sets (CLOCK_MONOTONIC)");
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void monotonic_sleep(double seconds)
{
	double ms = (seconds < 86400 ? seconds : 86400) * 1e3;
	long whole = (long)ms + ((double)(long)ms < ms);
	struct timespec t = { whole / 1000, whole % 1000 * 1000000 };

	if (seconds > 0)
		nanosleep(&t, NULL);
}

double time_perf_counter(void)
{
	return thread_is_virtual() ? *virtual_clock() : monotonic_time();
}

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
