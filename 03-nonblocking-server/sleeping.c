/* sleeping.c - when a selector asks the system what has happened, and for how long it
 * may sleep until then. */
#include "io_selector.h"
#include "machines/clock.h"

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

atomic_uint io_wakeups;

/* Asks the system, unless something is ready and the loop's own descriptors are the only
 * ones that are waited for. A wake-up from elsewhere (io_wakeups has changed) is always
 * looked for. */
void io_select(Selector *base, double deadline, Links *ready)
{
	IoSelector *selector = (IoSelector *)(void *)base;
	unsigned wakeups = atomic_load(&io_wakeups);
	bool seen = selector->wakeups == wakeups;

	selector->wakeups = wakeups;
	if (!seen || list_empty(ready) || selector->waiting != selector->own)
		selector->ask(selector, deadline, ready);
}

int io_timeout(IoSelector *selector, double deadline)
{
	if (deadline == INFINITY && list_empty(&selector->always))
		return -1;
	if (deadline == -INFINITY || !list_empty(&selector->always))
		return 0;
	double ms = (deadline - monotonic_time()) * 1e3;
	if (ms > 86400e3)
		return 86400000; /* a day; then the loop looks again */
	return ms > 0 ? (int)ms + ((double)(int)ms < ms) : 0;
}

bool io_can_wake(Selector *base)
{
	IoSelector *selector = (IoSelector *)(void *)base;

	return selector->waiting > selector->own || selector->outside > 0 ||
	       signals_pending(selector);
}
