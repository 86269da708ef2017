/* waiters.h - wait queues: tasks that wait in the order in which they came. Each waiter
 * lies on the stack of the task that waits, so nothing is allocated, and joining a wait
 * queue cannot fail for want of memory.
 *
 * A wait queue is a Links, zeroed or empty. Queues and locks need little beside it. */
#ifndef ASYNCIO_WAITERS_H
#define ASYNCIO_WAITERS_H

#include "tasks.h"

/* One task that waits, in its own stack frame. */
typedef struct Waiter {
	Future future; /* done: the waiter was woken, refused, or cancelled */
	Links links;   /* in the wait queue, until then; next is NULL afterwards */
} Waiter;

/* The running task waits in the wait queue until it is woken. Returns 0 then, or a
 * negative errno: -ECANCELED; -EPERM, no task is running; -EINVAL, the tasks in the wait
 * queue belong to another loop; or what waiters_refuse was given. */
MUST_CHECK static inline int waiters_wait(Links *waiters, Waiter *waiter,
                                          const FutureKind *kind);

/* Each wait queue has a kind of its own, which says in reports what its tasks wait for,
 * and how a waiter is cancelled, which is this: it leaves the wait queue at once, and
 * its future is settled as cancelled.
 *   FutureKind getter = { "an item of a queue", waiter_cancel, NULL, true }; */
bool waiter_cancel(Future *future);

/* Has waiters_wake woken this waiter? If waiters_wait has failed and this is true, the
 * task was woken first and cancelled before it could run: what it was woken for is for
 * another task now. False after waiters_refuse, and if waiters_wait has not waited at
 * all: it may be asked after each call. */
static inline bool waiter_was_woken(const Waiter *waiter);

/* Wakes the first waiter, or all of them, in their order: the task will run in the next
 * pass, and the waiter has left the wait queue at once. Returns whether there was
 * one. */
static inline bool waiters_wake(Links *waiters);
bool waiters_wake_all(Links *waiters);

/* Wakes all waiters with an error, which waiters_wait returns to them. They have not
 * been woken for anything. */
void waiters_refuse(Links *waiters, int error);

/* A zeroed wait queue is empty, too. */
static inline bool waiters_empty(const Links *waiters);

/* ==== 5.1.1: a wait queue ==== */

static inline bool waiters_empty(const Links *waiters)
{
	return waiters->next == NULL || waiters->next == waiters;
}

/* Wakes the first waiter, and returns true. waiters_wake calls it only if there is one:
 * mostly there is none, and then nothing is called. */
bool waiters_wake_first(Links *waiters);

static inline bool waiters_wake(Links *waiters)
{
	return __builtin_expect(!waiters_empty(waiters), 0) &&
	       waiters_wake_first(waiters);
}

/* The future has finished, and its status is 0. */
static inline bool waiter_was_woken(const Waiter *waiter)
{
	return waiter->future.state == FUTURE_FINISHED && waiter->future.status == 0;
}

/* Joins the end of the wait queue; leaves it, if the waiter is still in it. */
MUST_CHECK int waiter_join(Waiter *waiter, Links *waiters, const FutureKind *kind);
void waiter_leave(Waiter *waiter);

/* Joins the wait queue, and returns the error if that fails. Waits for the waiter's
 * future with future_wait, which borrows it, and returns what that returns. If it is an
 * error the waiter leaves the wait queue, because a wait that was refused leaves it
 * there. */
static inline int waiters_wait(Links *waiters, Waiter *waiter, const FutureKind *kind)
{
	int error = waiter_join(waiter, waiters, kind);

	if (error < 0)
		return error;
	error = future_wait(&waiter->future);
	if (error < 0)
		waiter_leave(waiter);
	return error;
}

#endif
