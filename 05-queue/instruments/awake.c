/* awake.c - may a loop sleep, and for how long, when there are other threads? The
 * answers to what a selector is asked, before the selector's own. */
#include "io_selector.h"
#include "machines/threads.h"
#include "threads_private.h"

/* Seconds. If only threads can wake a loop it looks now and then whether they are still
 * there, each time after twice as long: a thread may end and say nothing. */
static const double FIRST_PATIENCE = 0.01;

/* ==== Step 5.5: calls that block ==== */

/* The virtual clock is about to jump, but a call is at work on a thread. */
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

/* ==== Step 5.4: a way in for other threads ==== */

/* With the lock: there is no thread but this one and those of the pool that have nothing
 * to do. */
static bool thread_is_alone(void)
{
	int others = threads_others();

	return others >= 0 && others <= threads_idle;
}

/* It runs here, or nobody else is there who could run it. */
bool inbox_is_own(const Inbox *inbox)
{
	return asyncio_get_running_loop() == inbox->loop || thread_is_alone();
}

/* Comes before the selector's own. */
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
