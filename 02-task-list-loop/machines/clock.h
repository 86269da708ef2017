/* clock.h - the clock of the machine. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdbool.h>

/* Seconds, by a clock that nobody sets. */
double monotonic_time(void);

/* Sleeps, a day at most, in whole milliseconds, rounded up. A signal ends it early. */
void monotonic_sleep(double seconds);

/* Is this the thread that the program began with? */
bool thread_is_first(void);

#endif
