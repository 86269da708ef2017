/* barrier.c - a barrier, where tasks wait until all of them are there.
 *
 * The rounds are numbered. A task that waits remembers the number of the round that it
 * has found, so that it sees when it runs whether that round is over, and how it has
 * ended: between being woken and running there is a gap, and the barrier may be reset or
 * aborted in it. */
#include "instruments/lock_reports.h"
#include "locks.h"

#include <errno.h>

static const FutureKind barrier_waiter = { "a barrier", waiter_cancel, NULL, true,
	                                   &barrier_report };
static const FutureKind barrier_outsider = { "a place in a barrier", waiter_cancel, NULL,
	                                     true, &outsider_report };

/* ==== 6.5.1: one round of a barrier ==== */

/* Ends the round that fills, for whatever reason, and begins the next one: the number of
 * the round grows by 1, the tasks that were counted in it are added to those that are
 * leaving, no task is counted in the new round, and the next index is 0. Wakes all tasks
 * that wait in the round. */
static void barrier_end_round(Barrier *barrier)
{
	barrier->round++;
	barrier->leaving += barrier->count;
	barrier->count = 0;
	barrier->next = 0;
	waiters_wake_all(&barrier->waiters);
}

static int barrier_enter(Barrier *barrier); /* rung 6.5.2 */
static void barrier_admit(Barrier *barrier);

/* Enters, or returns why it cannot. Then it remembers the number of the round, and says
 * that it "arrives at" the barrier (trace_does). The last task to come does not wait: it
 * ends the round, and its index is parties - 1. Every other task is counted, and waits
 * in the round. When it runs again: if its round is still the one that fills, the task
 * was cancelled, and is not counted any more; otherwise it is one fewer that leaves. A
 * task whose wait has not failed returns -EPIPE if the barrier was reset after its round
 * (reset_at), and otherwise the next index: indices are given in the order in which
 * tasks leave, so that no index comes twice, whichever task was cancelled before. At the
 * end of the wait, whatever it returns, admits the tasks for which there is room now.
 * (The last task to come admits none: the others of its round have not left.) */
int barrier_wait(Barrier *barrier)
{
	Waiter waiter;
	int error = barrier_enter(barrier);
	uint64_t round = barrier->round;

	if (error < 0)
		return error;
	trace_does("arrives at", "barrier", barrier, barrier->name);
	if (barrier->count + 1 == (size_t)barrier->parties) {
		barrier_end_round(barrier);
		return (int)barrier->parties - 1;
	}
	barrier->count++;
	error = waiters_wait(&barrier->waiters, &waiter, &barrier_waiter);
	if (round == barrier->round)
		barrier->count--;
	else
		barrier->leaving--;
	if (error == 0)
		error = round < barrier->reset_at ? -EPIPE : barrier->next++;
	barrier_admit(barrier);
	return error;
}

/* ==== 6.5.2: outside a barrier ==== */

/* Returns whether a task may come into the round that fills: false if the barrier is
 * broken, while tasks of a round that is over have not left yet, and if all places are
 * taken or reserved. */
static bool barrier_has_room(const Barrier *barrier)
{
	return !barrier->broken && barrier->leaving == 0 &&
	       barrier->count + barrier->reserved < (size_t)barrier->parties;
}

/* Reserves the free places for tasks that wait outside, in their order, and wakes those
 * tasks. Call it when a place may have become free. */
static void barrier_admit(Barrier *barrier)
{
	while (barrier_has_room(barrier) && waiters_wake(&barrier->outside))
		barrier->reserved++;
}

/* Returns 0 at once if there is room: then no task is outside, because barrier_admit has
 * let in those for which there was room. Otherwise waits outside until a place is
 * reserved for the task. A reserved place stays reserved until the task runs, even if
 * the barrier is reset meanwhile; if the task then cannot take it, admits the next task.
 * Returns 0 when the caller may take a place, which is not counted yet; -EINVAL, the
 * barrier has no parties; -EPIPE, it is broken, or was aborted while the task waited,
 * even if it has been reset since; or why the wait has failed. */
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

/* ==== 6.5.3: reset and abort ==== */

/* Says that it "resets" the barrier, to its waiters (trace_does_to). Ends the round,
 * notes in reset_at the number of the round that begins, and mends the barrier: it is
 * not broken any more. It need not admit: the tasks that it sends away do that. */
int barrier_reset(Barrier *barrier)
{
	trace_does_to("resets", "barrier", barrier, barrier->name, &barrier->waiters);
	barrier_end_round(barrier);
	barrier->reset_at = barrier->round;
	barrier->broken = false;
	return 0;
}

/* Says that it "aborts" the barrier (trace_does). Calls barrier_reset, notes in
 * aborted_at the number of the round that begins, and breaks the barrier. The tasks that
 * wait outside get -EPIPE, too. */
int barrier_abort(Barrier *barrier)
{
	trace_does("aborts", "barrier", barrier, barrier->name);
	barrier_reset(barrier);
	barrier->aborted_at = barrier->round;
	barrier->broken = true;
	waiters_refuse(&barrier->outside, -EPIPE);
	return 0;
}
