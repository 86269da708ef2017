/* barrier.c - a barrier, where tasks wait until all of them are there.
 *
 * The rounds are numbered. A task that waits remembers the number that it has found, so
 * that it sees when it runs whether that round is over, and how it has ended: between
 * being woken and running there is a gap, in which the barrier may be reset or
 * aborted. */
#include "instruments/lock_reports.h"
#include "locks.h"

#include <errno.h>

static const FutureKind barrier_waiter = { "a barrier", waiter_cancel, NULL, true,
	                                   &barrier_report };
static const FutureKind barrier_outsider = { "a barrier", waiter_cancel, NULL, true,
	                                     &outsider_report };

/* ==== Step 6.5: Barrier ==== */

/* Ends the round, for whatever reason: wakes all tasks in it. They leave when they run,
 * and until then no task comes in; the next round begins. */
static void barrier_end_round(Barrier *barrier)
{
	barrier->round++;
	barrier->leaving += barrier->count;
	barrier->count = 0;
	barrier->next = 0;
	waiters_wake_all(&barrier->waiters);
}

/* May a task come in? Not while the last round leaves, and not if all places are taken or
 * reserved. */
static bool barrier_has_room(const Barrier *barrier)
{
	return !barrier->broken && barrier->leaving == 0 &&
	       barrier->count + barrier->reserved < (size_t)barrier->parties;
}

/* Reserves the places that are free for tasks that wait outside, in their order, and
 * wakes these. Call it when a place may have become free. */
static void barrier_admit(Barrier *barrier)
{
	while (barrier_has_room(barrier) && waiters_wake(&barrier->outside))
		barrier->reserved++;
}

/* Waits outside while there is no room. A place that was reserved for the task stays
 * reserved, even if the barrier is reset before the task runs; if the task cannot take
 * it, the place is for the next one. Returns 0, and the caller has a place that is not
 * counted yet; -EPIPE, the barrier is broken, or was aborted while the task waited, even
 * if it has been reset since; -EINVAL, it has no parties; or why the wait has failed. */
static int barrier_enter(Barrier *barrier)
{
	Waiter waiter;
	uint64_t round = barrier->round;

	if (barrier->parties < 1)
		return -EINVAL;
	if (barrier->broken)
		return -EPIPE;
	if (barrier_has_room(barrier))
		return 0;
	int error = waiters_wait(&barrier->outside, &waiter, &barrier_outsider);
	barrier->reserved -= waiter_was_woken(&waiter);
	if (error == 0 && round < barrier->aborted_at)
		error = -EPIPE;
	if (error < 0)
		barrier_admit(barrier);
	return error;
}

/* The last task to come does not wait. The others have their indices in the order in
 * which they leave, so that no index comes twice, whichever task was cancelled before. */
int barrier_wait(Barrier *barrier)
{
	Waiter waiter;
	int error = barrier_enter(barrier);
	uint64_t round = barrier->round;

	if (error < 0)
		return error;
	if (barrier->count + 1 == (size_t)barrier->parties) {
		barrier_end_round(barrier);
		return (int)barrier->parties - 1;
	}
	barrier->count++;
	error = waiters_wait(&barrier->waiters, &waiter, &barrier_waiter);
	if (round == barrier->round)
		barrier->count--; /* cancelled while its round fills */
	else
		barrier->leaving--;
	if (error == 0)
		error = round < barrier->reset_at ? -EPIPE : barrier->next++;
	barrier_admit(barrier);
	return error;
}

int barrier_reset(Barrier *barrier)
{
	barrier_end_round(barrier);
	barrier->reset_at = barrier->round;
	barrier->broken = false;
	return 0;
}

int barrier_abort(Barrier *barrier)
{
	barrier_reset(barrier);
	barrier->aborted_at = barrier->round;
	barrier->broken = true;
	waiters_refuse(&barrier->outside, -EPIPE);
	return 0;
}
