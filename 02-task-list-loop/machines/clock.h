/* clock.h - the clock of the machine, and what Python's module time makes of it. */
#ifndef ASYNCIO_CLOCK_H
#define ASYNCIO_CLOCK_H

/* time.perf_counter(), in seconds; time.sleep(), which blocks the thread and is not cut
 * short by signals. For what is negative, NAN or INFINITY it returns at once. Both go
 * by the clock that this thread is on: see virtual_clock.h. */
double time_perf_counter(void);
void time_sleep(double seconds);

/* The real clock, which nobody sets; and a sleep by it, a day at most, in whole
 * milliseconds, rounded up. It returns at once if seconds is not positive; a signal ends
 * it early. */
double monotonic_time(void);
void monotonic_sleep(double seconds);

#endif
