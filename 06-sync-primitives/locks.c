/* locks.c - each is a flag and a line. Who is woken leaves the line, and finds when
 * it runs what it was woken for; who is called off after that hands it on. */
#include "instruments/lock_reports.h"
#include "locks.h"

#include <errno.h>
#include <limits.h>

static const FutureKind event_waiter = { "an event", waiter_cancel, NULL, true,
	                                 &event_report };
static const FutureKind lock_waiter = { "a lock", waiter_cancel, NULL, true,
	                                &lock_report };
static const FutureKind condition_waiter = { "a condition", waiter_cancel, NULL, true,
	                                     &condition_report };
static const FutureKind semaphore_waiter = { "a semaphore", waiter_cancel, NULL, true,
	                                     &semaphore_report };

/* ==== Step 6.1: Event ==== */

int event_wait(Event *event)
{
	Waiter waiter;

	return event->flag ? 0 : waiters_wait(&event->waiters, &waiter, &event_waiter);
}

void event_set(Event *event)
{
	event->flag = true;
	waiters_wake_all(&event->waiters);
}

/* ==== Step 6.2: Lock ==== */

/* It is free, or about to be: the first of the line may have it. */
static void lock_promise(Lock *lock)
{
	lock->promised = waiters_wake(&lock->waiters);
}

int lock_acquire_contended(Lock *lock)
{
	Waiter waiter;
	int error = waiters_wait(&lock->waiters, &waiter, &lock_waiter);

	if (error == 0) {
		lock->promised = false;
		lock->locked = task_running;
	} else if (waiter_was_woken(&waiter)) {
		lock_promise(lock);
	}
	return error;
}

int lock_release_contended(Lock *lock)
{
	if (!lock->locked)
		return -EPERM;
	lock->locked = NULL;
	lock_promise(lock);
	return 0;
}

/* ==== Step 6.3: Condition ==== */

/* Nobody goes on without the lock, however often it is called off meanwhile; if the loop
 * is closed nobody else goes on either. Returns error, or -ECANCELED. */
static int condition_relock(Lock *lock, int error)
{
	int status;

	while ((status = lock_acquire(lock)) == -ECANCELED &&
	       !task_running->future.loop->closed)
		error = -ECANCELED;
	return status < 0 ? status : error;
}

/* Who may not wait at all keeps the lock: hence the line comes first. */
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
		waiters_wake(&condition->waiters); /* the notice is somebody else's */
	return error;
}

int condition_wait_for(Condition *condition, bool (*predicate)(void *), void *arg)
{
	int error = 0;

	while (error == 0 && !predicate(arg))
		error = condition_wait(condition);
	return error;
}

int condition_notify(Condition *condition, size_t n)
{
	if (condition->lock == NULL || !condition->lock->locked)
		return -EPERM;
	while (n > 0 && waiters_wake(&condition->waiters))
		n--;
	return 0;
}

int condition_notify_all(Condition *condition)
{
	return condition_notify(condition, (size_t)-1);
}

/* ==== Step 6.4: Semaphore ==== */

bool semaphore_locked(const Semaphore *semaphore)
{
	return semaphore->value <= 0 || semaphore->promised > 0 ||
	       !waiters_empty(&semaphore->waiters);
}

/* The first of the line, if there is a permit for it. */
static bool semaphore_promise(Semaphore *semaphore)
{
	bool one = semaphore->value > 0 && waiters_wake(&semaphore->waiters);

	semaphore->value -= one;
	semaphore->promised += one;
	return one;
}

int semaphore_acquire(Semaphore *semaphore)
{
	Waiter waiter;

	if (semaphore->value < 0 || semaphore->bound < 0)
		return -EINVAL;
	if (!semaphore_locked(semaphore)) {
		semaphore->value--;
		return 0;
	}
	int error = waiters_wait(&semaphore->waiters, &waiter, &semaphore_waiter);
	if (waiter_was_woken(&waiter)) {
		semaphore->promised--;
		semaphore->value += error < 0;
	}
	while (semaphore_promise(semaphore))
		; /* newcomers may have had to line up behind us */
	return error;
}

int semaphore_release(Semaphore *semaphore)
{
	long most = semaphore->bound == 0 ? LONG_MAX : semaphore->bound;

	if (semaphore->value < 0 || semaphore->bound < 0)
		return -EINVAL;
	if (semaphore->value >= most)
		return -ERANGE;
	semaphore->value++;
	semaphore_promise(semaphore);
	return 0;
}
