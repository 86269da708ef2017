/* lock_reports.c - what reports say about tasks that wait for a lock or one of its
 * relatives: which one it is, and which task holds it. The value of a waiter's future is
 * the wait queue, which lies inside the lock: so the lock is found by it. The value is
 * NULL as soon as the waiter was woken or cancelled: then the lock is not known. */
#include "lock_reports.h"
#include "instruments/debug.h"
#include "locks.h"

#include <stddef.h>

/* ==== Given: for reports ==== */

static void event_tell(const Future *waiter, Report *report)
{
	const Links *queue = waiter->value;
	const Event *event =
		queue == NULL ? NULL : container_of(queue, const Event, waiters);

	report_object(report, "event", event == NULL ? NULL : event->name, event);
}

/* Returns the lock that this waiter waits for, or NULL. */
static const Lock *lock_of(const Future *waiter)
{
	const Links *queue = waiter->value;

	return queue == NULL ? NULL : container_of(queue, const Lock, waiters);
}

/* Returns the task that holds the lock; NULL if no task does, or if that is not known.
 * It is known in debug mode only: otherwise the stack of a task that has ended and has
 * left the lock locked may have become the stack of another task. */
static const TaskObject *lock_holder(const Lock *lock, Report *report)
{
	if (lock == NULL || lock->locked == NULL || task_debug == NULL ||
	    report->task_at == NULL)
		return NULL;
	return report->task_at(report, lock->locked);
}

static void lock_tell(const Future *waiter, Report *report)
{
	const Lock *lock = lock_of(waiter);
	const TaskObject *holder = lock_holder(lock, report);

	report_object(report, "lock", lock == NULL ? NULL : lock->name, lock);
	if (holder != NULL)
		report_say(report, ", which task '%s' holds",
		           task_get_name(&holder->future));
	else if (lock != NULL && lock->reserved)
		report_say(report, ", which is reserved for another task");
	else if (lock != NULL && task_debug != NULL)
		report_say(report, ", which no task here holds, but it is locked");
	else
		report->hint = "with ASYNCIO_DEBUG=1: which task holds which lock";
}

static bool lock_behind(const Future *waiter, Report *report, Behind *next)
{
	const TaskObject *holder = lock_holder(lock_of(waiter), report);

	next->future = holder == NULL ? NULL : &holder->future;
	return holder != NULL && next->i++ == 0;
}

static void condition_tell(const Future *waiter, Report *report)
{
	const Links *queue = waiter->value;
	const Condition *condition =
		queue == NULL ? NULL : container_of(queue, const Condition, waiters);

	report_object(report, "condition", condition == NULL ? NULL : condition->name,
	              condition);
}

static void semaphore_tell(const Future *waiter, Report *report)
{
	const Links *queue = waiter->value;
	const Semaphore *semaphore =
		queue == NULL ? NULL : container_of(queue, const Semaphore, waiters);

	report_object(report, "semaphore", semaphore == NULL ? NULL : semaphore->name,
	              semaphore);
	if (semaphore != NULL)
		report_say(report, ", which has %ld free permits", semaphore->value);
}

static void barrier_tell(const Future *waiter, Report *report)
{
	const Links *queue = waiter->value;

	if (queue == NULL) {
		report_say(report, "a barrier");
		return;
	}
	const Barrier *barrier = container_of(queue, const Barrier, waiters);
	report_object(report, "barrier", barrier->name, barrier);
	report_say(report, ", where %zu of %ld are", barrier->count, barrier->parties);
}

static void outsider_tell(const Future *waiter, Report *report)
{
	const Links *queue = waiter->value;

	report_say(report, "a place in ");
	if (queue == NULL) {
		report_say(report, "a barrier");
		return;
	}
	const Barrier *barrier = container_of(queue, const Barrier, outside);
	report_object(report, "barrier", barrier->name, barrier);
}

static bool lock_reserved(const void *lock)
{
	return ((const Lock *)lock)->reserved;
}

static bool semaphore_reserved(const void *semaphore)
{
	return ((const Semaphore *)semaphore)->reserved > 0;
}

static bool barrier_reserved(const void *barrier)
{
	return ((const Barrier *)barrier)->reserved > 0;
}

static const ReportedObject
	event_at = { "event", offsetof(Event, waiters), offsetof(Event, name), NULL },
	lock_at = { "lock", offsetof(Lock, waiters), offsetof(Lock, name),
	            lock_reserved },
	condition_at = { "condition", offsetof(Condition, waiters),
	                 offsetof(Condition, name), NULL },
	semaphore_at = { "semaphore", offsetof(Semaphore, waiters),
	                 offsetof(Semaphore, name), semaphore_reserved },
	barrier_at = { "barrier", offsetof(Barrier, waiters), offsetof(Barrier, name),
	               NULL },
	outsider_at = { "barrier", offsetof(Barrier, outside), offsetof(Barrier, name),
	                barrier_reserved };

const FutureReport event_report = { event_tell, NULL, false, &event_at };
const FutureReport lock_report = { lock_tell, lock_behind, true, &lock_at };
const FutureReport condition_report = { condition_tell, NULL, false, &condition_at };
const FutureReport semaphore_report = { semaphore_tell, NULL, false, &semaphore_at };
const FutureReport barrier_report = { barrier_tell, NULL, false, &barrier_at };
const FutureReport outsider_report = { outsider_tell, NULL, false, &outsider_at };
