/* clock.c - the clock of the machine, and Python's module time on top of it. */
#include "clock.h"
#include "events.h"
#include "selectors.h"

#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#else
#include <pthread.h>
#endif

/* ==== Step 2.3: later ==== */

double monotonic_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
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
	const double *clock = virtual_clock();

	return clock != NULL ? *clock : monotonic_time();
}

/* Signals do not shorten it; what is not a time is not slept. */
void time_sleep(double seconds)
{
	double *clock = virtual_clock(), end = monotonic_time() + seconds;

	if (!(seconds > 0) || isinf(seconds))
		return;
	if (clock != NULL)
		*clock += seconds;
	while (clock == NULL && monotonic_time() < end)
		monotonic_sleep(end - monotonic_time());
}

/* ==== Step 2.4: a clock that jumps ==== */

bool thread_is_first(void)
{
#ifdef __linux__
	return syscall(SYS_gettid) == getpid();
#else
	return pthread_main_np() != 0;
#endif
}
