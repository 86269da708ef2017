/* sleeping.c - when a selector asks the kernel what has happened, and for how long it
 * may sleep until then. */
#include "io_selector.h"
#include "machines/clock.h"

/* ==== 3.2.1: a loop sleeps in poll ==== */

/* Asks the kernel (selector->ask), except when that would be a system call for nothing:
 * when something is ready, no descriptors are waited for but the library's own (waiting
 * == own), and io_wakeups is what it was when the kernel was asked last. In either case
 * selector->wakeups is io_wakeups afterwards; it is read before the kernel is asked, so
 * that a wake-up in between is not missed. */
void io_select(Selector *base, double deadline, Links *ready)
{
	IoSelector *selector = (IoSelector *)(void *)base;
	unsigned wakeups = atomic_load(&io_wakeups);
	bool seen = selector->wakeups == wakeups;

	selector->wakeups = wakeups;
	if (!seen || list_empty(ready) || selector->waiting != selector->own)
		selector->ask(selector, deadline, ready);
}

/* Returns how many milliseconds are left until the deadline, which is a time of
 * monotonic_time: rounded up, and 0 if it has passed. More than a day counts as a day;
 * then the loop looks again. Three answers need no look at the clock: 0 if
 * selector->always has members (they are files), or if the deadline is -INFINITY; -1,
 * for ever, if it is INFINITY. */
int io_timeout(IoSelector *selector, double deadline)
{
	if (deadline == INFINITY && list_empty(&selector->always))
		return -1;
	if (deadline == -INFINITY || !list_empty(&selector->always))
		return 0;
	double ms = (deadline - monotonic_time()) * 1e3;
	if (ms > 86400e3)
		return 86400000;
	return ms > 0 ? (int)ms + ((double)(int)ms < ms) : 0;
}

/* Returns whether anything outside can wake the loop: a descriptor that is waited for
 * and is not the library's own (waiting, own), a signal or a thread (outside), or a
 * signal that has come (signals_pending). */
bool io_can_wake(Selector *base)
{
	IoSelector *selector = (IoSelector *)(void *)base;

	return selector->waiting > selector->own || selector->outside > 0 ||
	       signals_pending(selector);
}
