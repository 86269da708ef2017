/* awake.c - may a loop sleep, and for how long, when there are other threads? The inbox
 * is asked before the selector itself. */
#include "io_selector.h"
#include "machines/threads.h"
#include "threads_private.h"

/* Seconds. A thread may end without waking the loop. So a loop that only threads can
 * wake looks now and then whether they are still there, each time after twice as
 * long. */
static const double FIRST_PATIENCE = 0.01;

/* ==== Given: a loop that only threads can wake looks whether they are there ==== */

/* Returns whether the virtual clock is about to jump although a call is at work on a
 * thread, which does not itself wait for this loop. */
static bool inbox_keeps_time(Inbox *inbox, double deadline, const Links *ready)
{
	const Loop *loop = inbox->loop;

	if (inbox->calls == 0 || deadline > -INFINITY || !loop->jumps || loop->stopping ||
	    !list_empty(ready))
		return false;
	threads_lock();
	bool works = inbox->calls > inbox->blocked;
	threads_unlock();
	return works;
}

/* With the lock: returns whether there is no thread but this one and those of the pool
 * that have nothing to do. */
static bool thread_is_alone(void)
{
	int others = threads_others();

	return others >= 0 && others <= threads_idle;
}

bool inbox_is_own(const Inbox *inbox)
{
	return asyncio_get_running_loop() == inbox->loop || thread_is_alone();
}

/* Stands in the place of the selector's own ask, which it calls. */
static void inbox_ask(IoSelector *selector, double deadline, Links *ready)
{
	Inbox *inbox = selector->inbox;
	bool patient = deadline == INFINITY && !io_can_wake(&selector->base);

	if (patient)
		deadline = monotonic_time() + inbox->patience;
	while (inbox_keeps_time(inbox, deadline, ready))
		inbox->ask(selector, INFINITY, ready);
	inbox->ask(selector, deadline, ready);
	bool in_vain = patient && list_empty(ready);
	inbox->patience = in_vain ? 2 * inbox->patience : FIRST_PATIENCE;
}

/* Stands in the place of the selector's own can_wake. A wake-up that lies in the pipe
 * counts: the thread that has written it may have ended since. */
static bool inbox_can_wake(Selector *base)
{
	const Inbox *inbox = ((IoSelector *)(void *)base)->inbox;

	if (io_can_wake(base))
		return true;
	threads_lock();
	bool can = !thread_is_alone() || inbox->woken;
	threads_unlock();
	return can;
}

void inbox_keep_awake(Inbox *inbox, IoSelector *selector)
{
	inbox->patience = FIRST_PATIENCE;
	inbox->ask = selector->ask;
	selector->ask = inbox_ask;
	selector->base.can_wake = inbox_can_wake;
}
