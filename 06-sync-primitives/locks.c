/* locks.c - events, locks, conditions and semaphores: each is a flag, or a number,
 * and a wait queue. A task that is woken leaves the wait queue at once, and runs in
 * the next pass. What it was woken for is reserved for it until then; and if it is
 * cancelled first, it passes that to the next waiter. */
#include "instruments/lock_reports.h"
#include "locks.h"

#include <errno.h>
#include <limits.h>

/* What a waiter of each wait queue is, for waiters_wait and waiter_join. */
static const FutureKind event_waiter = { "an event", waiter_cancel, NULL, true,
	                                 &event_report };
static const FutureKind lock_waiter = { "a lock", waiter_cancel, NULL, true,
	                                &lock_report };
static const FutureKind condition_waiter = { "a condition", waiter_cancel, NULL, true,
	                                     &condition_report };
static const FutureKind semaphore_waiter = { "a semaphore", waiter_cancel, NULL, true,
	                                     &semaphore_report };

/* ==== 6.1.1: an event ==== */

/* Returns 0 at once if the event is set. Otherwise waits in its wait queue, and returns
 * what waiters_wait returns: a woken task does not look at the flag again. */
int event_wait(Event *event)
{
	Waiter waiter;

	return event->flag ? 0 : waiters_wait(&event->waiters, &waiter, &event_waiter);
}

/* Sets the flag, says that it "sets" the event (trace_does_to), and then wakes all
 * waiters. */
void event_set(Event *event)
{
	event->flag = true;
	trace_does_to("sets", "event", event, event->name, &event->waiters);
	waiters_wake_all(&event->waiters);
}

/* ==== 6.2.1: a lock that no task can jump ==== */

/* Wakes the first waiter, if there is one, and reserves the lock for it. Without a
 * waiter the lock is not reserved. Call it when the lock has become free: after a
 * release, and when a task for which the lock was reserved has been cancelled. */
static void lock_reserve(Lock *lock)
{
	lock->reserved = waiters_wake(&lock->waiters);
}

/* Acquires a lock that another task holds, or that is reserved for another task. Waits
 * in the wait queue until the lock is reserved for this task. Returns 0 then, and the
 * reservation has become the lock: it is not reserved any more, and locked, by an
 * address in the stack of this task (task_running is one). If the wait fails returns the
 * error; and if the lock was reserved for this task by then, passes the reservation to
 * the next waiter. Nothing is recorded in the trace here: lock_reserve and
 * waiters_wait do that. */
int lock_acquire_contended(Lock *lock)
{
	Waiter waiter;
	int error = waiters_wait(&lock->waiters, &waiter, &lock_waiter);

	if (error == 0) {
		lock->reserved = false;
		lock->locked = task_running;
	} else if (waiter_was_woken(&waiter)) {
		lock_reserve(lock);
	}
	return error;
}

/* Releases a lock for which tasks wait, says that it "releases" the lock (trace_does),
 * and reserves the lock for the first of them. Returns 0, or -EPERM if the lock is not
 * locked, also if it is reserved; then it changes nothing. */
int lock_release_contended(Lock *lock)
{
	if (!lock->locked)
		return -EPERM;
	lock->locked = NULL;
	trace_does("releases", "lock", lock, lock->name);
	lock_reserve(lock);
	return 0;
}

/* ==== 6.3.1: a condition, to wait and to notify ==== */

static bool condition_gives_up(void); /* rung 6.5.4 */

/* Acquires the lock again after a wait that has returned error. However often the
 * task is cancelled meanwhile, it waits on until it has the lock, unless
 * condition_gives_up. Returns -ECANCELED if the task was cancelled here; if the lock
 * cannot be acquired at all, why; otherwise error. */
static int condition_relock(Lock *lock, int error)
{
	int status;

	while ((status = lock_acquire(lock)) == -ECANCELED && !condition_gives_up())
		error = -ECANCELED;
	return status < 0 ? status : error;
}

/* In this order: checks that there is a lock and that it is locked (else -EPERM); joins
 * the wait queue, and if that fails returns the error, with the lock still locked;
 * releases the lock; waits until the waiter's future is done; leaves the wait queue, in
 * which the waiter still is if its loop was closed; acquires the lock again. If the task
 * was notified and an error is returned all the same, passes the notification to the
 * next waiter. */
int condition_wait(Condition *condition)
{
	Waiter waiter;

	if (condition->lock == NULL || !condition->lock->locked)
		return -EPERM;
	int error = waiter_join(&waiter, &condition->waiters, &condition_waiter);
	if (error < 0)
		return error;
	lock_release(condition->lock);
	error = future_wait(&waiter.future);
	waiter_leave(&waiter);
	error = condition_relock(condition->lock, error);
	if (error < 0 && waiter_was_woken(&waiter))
		waiters_wake(&condition->waiters);
	return error;
}

/* Says that it "notifies" the condition (trace_does_to), even if n is 0 or no task
 * waits, before it wakes the first waiter. */
int condition_notify(Condition *condition, size_t n)
{
	if (condition->lock == NULL || !condition->lock->locked)
		return -EPERM;
	trace_does_to("notifies", "condition", condition, condition->name,
	              &condition->waiters);
	while (n > 0 && waiters_wake(&condition->waiters))
		n--;
	return 0;
}

/* condition_notify for more waiters than there can be. */
int condition_notify_all(Condition *condition)
{
	return condition_notify(condition, (size_t)-1);
}

/* ==== 6.3.2: a condition with a predicate ==== */

int condition_wait_for(Condition *condition, bool (*predicate)(void *), void *arg)
{
	int error = 0;

	while (error == 0 && !predicate(arg))
		error = condition_wait(condition);
	return error;
}

/* ==== 6.4.1: a semaphore ==== */

/* Returns true if no permit is free, or if a permit is reserved for a woken task that
 * has not run yet: a task that comes now would overtake that task, and those behind it.
 * (If a permit is free and none is reserved, the wait queue is empty: see
 * semaphore_acquire.) */
bool semaphore_locked(const Semaphore *semaphore)
{
	return semaphore->value <= 0 || semaphore->reserved > 0;
}

/* If a permit is free and a task is in the wait queue, wakes the first waiter and
 * reserves a permit for it: the permit is not among the free ones any more. Returns
 * whether it has done so. */
static bool semaphore_reserve(Semaphore *semaphore)
{
	bool one = semaphore->value > 0 && waiters_wake(&semaphore->waiters);

	semaphore->value -= one;
	semaphore->reserved += one;
	return one;
}

/* If the value or the bound is negative returns -EINVAL. If the semaphore is not locked
 * takes a permit, says that it "acquires" the semaphore (trace_does), and returns 0 at
 * once. Otherwise waits in the wait queue until a permit is reserved for this task. When
 * it runs again: if it was woken, its reservation ends, and if the wait has failed all
 * the same, that permit is free again, even if more are free then than the bound says.
 * Then, in any case, reserves free permits for as many waiters as there are: tasks that
 * came while the reservation was there have joined the wait queue, even if permits were
 * free. */
int semaphore_acquire(Semaphore *semaphore)
{
	Waiter waiter;

	if (semaphore->value < 0 || semaphore->bound < 0)
		return -EINVAL;
	if (!semaphore_locked(semaphore)) {
		semaphore->value--;
		trace_does("acquires", "semaphore", semaphore, semaphore->name);
		return 0;
	}
	int error = waiters_wait(&semaphore->waiters, &waiter, &semaphore_waiter);
	if (waiter_was_woken(&waiter)) {
		semaphore->reserved--;
		semaphore->value += error < 0;
	}
	while (semaphore_reserve(semaphore))
		;
	return error;
}

/* Adds a free permit, unless the semaphore is full, says that it "releases" the
 * semaphore (trace_does), and reserves one for the first waiter, if there is one. A
 * semaphore is full if as many permits are free as its bound says; without a bound, at
 * LONG_MAX. */
int semaphore_release(Semaphore *semaphore)
{
	long most = semaphore->bound == 0 ? LONG_MAX : semaphore->bound;

	if (semaphore->value < 0 || semaphore->bound < 0)
		return -EINVAL;
	if (semaphore->value >= most)
		return -ERANGE;
	semaphore->value++;
	trace_does("releases", "semaphore", semaphore, semaphore->name);
	semaphore_reserve(semaphore);
	return 0;
}

/* ==== 6.5.4, may be skipped at first: a loop that is closed under waiting tasks ==== */

/* Returns whether the loop of the running task is closed. Then every wait fails at
 * once, and no other task will ever release the lock. */
static bool condition_gives_up(void)
{
	return task_running->future.loop->closed;
}
