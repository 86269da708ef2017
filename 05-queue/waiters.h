/* waiters.h - tasks that wait in line. Each waits on its own stack, so that nothing is
 * allocated and joining the line cannot fail for want of memory.
 *
 * A line is a Links, zeroed or empty. What queues and locks need beside it is a flag. */
#ifndef ASYNCIO_WAITERS_H
#define ASYNCIO_WAITERS_H

#include "tasks.h"

/* One task that waits, in its own stack frame. */
typedef struct Waiter {
	Future future; /* done: it has been woken, or cancelled */
	Links links;   /* in the line, until then */
} Waiter;

/* How its future is cancelled. Each line has a kind of its own, which says what is
 * waited for: { "an item of a queue", waiter_cancel, NULL, true }. */
bool waiter_cancel(Future *future);

/* The running task waits in the line until it is woken: 0, or a negative errno:
 * -ECANCELED; -EPERM, no task is running; -EINVAL, those in the line belong to
 * another loop. */
MUST_CHECK static inline int waiters_wait(Links *line, Waiter *waiter,
                                          const FutureKind *kind);

/* Though waiters_wait has failed: was it woken before? Then what it was woken for is
 * somebody else's now. */
static inline bool waiter_was_woken(const Waiter *waiter);

/* Wakes the first of the line, or all: it will run in the next pass. false: there is
 * none. */
static inline bool waiters_wake(Links *line);
bool waiters_wake_all(Links *line);

/* Wakes all with an error, which waiters_wait returns to them. They have not been woken
 * for anything. 0: just wakes them. */
void waiters_refuse(Links *line, int error);

static inline bool waiters_empty(const Links *line);

/* ==== Step 5.1: a queue ==== */

static inline bool waiters_empty(const Links *line)
{
	return line->next == NULL || line->next == line;
}

/* Wakes the first waiter. waiters_wake calls it only if there is one: mostly there is
 * none, and then nothing is called. */
bool waiters_wake_first(Links *line);

static inline bool waiters_wake(Links *line)
{
	return __builtin_expect(!waiters_empty(line), 0) && waiters_wake_first(line);
}

static inline bool waiter_was_woken(const Waiter *waiter)
{
	return waiter->future.state == FUTURE_FINISHED && waiter->future.status == 0;
}

/* Joins the line, and leaves it if it is still there. */
MUST_CHECK int waiter_join(Waiter *waiter, Links *line, const FutureKind *kind);
void waiter_leave(Waiter *waiter);

static inline int waiters_wait(Links *line, Waiter *waiter, const FutureKind *kind)
{
	int error = waiter_join(waiter, line, kind);

	if (error < 0)
		return error;
	error = future_wait(&waiter->future);
	if (error < 0)
		waiter_leave(waiter);
	return error;
}

#endif
