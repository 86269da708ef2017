/* patience.c - limits of time that hold on a busy machine, too. */
#include "testing.h"

#include <time.h>

/* Seconds: of CPU time that the machine is measured by, between two measurements, and the
 * least and the most that counts at once. */
static const double YARDSTICK = 0.02, EVERY = 0.4, LEAST = 0.5, MOST = 1;

static double read_clock(clockid_t clock)
{
	struct timespec now = { 0 };

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double machine_time(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/* How long the yardstick takes, divided by what it takes on an idle machine. */
static double measure(void)
{
	double began = machine_time();
	double until = read_clock(CLOCK_THREAD_CPUTIME_ID) + YARDSTICK;

	while (read_clock(CLOCK_THREAD_CPUTIME_ID) < until)
		;
	double times = (machine_time() - began) / YARDSTICK;
	return times < 1 ? 1 : times;
}

double machine_slowness(void)
{
	static double slowness, measured;

	if (slowness == 0 || machine_time() - measured > EVERY) {
		slowness = measure();
		measured = machine_time();
	}
	return slowness;
}

/* A process that was stopped, or starved, looks at its patience late: the time that it
 * has missed does not count. */
bool patience_lasts(Patience *patience)
{
	double now = machine_time(), passed = now - patience->since;

	if (patience->since == 0)
		patience->since = now;
	else if (passed >= LEAST) {
		patience->seconds -= (passed < MOST ? passed : MOST) / machine_slowness();
		patience->since = now;
	}
	return patience->seconds > 0;
}

bool patience_ready(Patience *patience, struct pollfd *fds, nfds_t n)
{
	int ready = 0;

	while (ready <= 0 && patience_lasts(patience))
		ready = poll(fds, n, 200);
	return ready > 0;
}
