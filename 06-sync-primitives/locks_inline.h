/* locks_inline.h - the questions that one field answers; and the fast path of a lock,
 * for the usual case that no other task holds it or waits for it. */
#ifndef ASYNCIO_LOCKS_INLINE_H
#define ASYNCIO_LOCKS_INLINE_H

/* ==== 6.1.1: an event ==== */

/* Says that it "clears" the event (trace_does). */
static inline void event_clear(Event *event)
{
	event->flag = false;
	trace_does("clears", "event", event, event->name);
}

static inline bool event_is_set(const Event *event)
{
	return event->flag;
}

/* ==== 6.2.1: a lock that no task can jump ==== */

/* What lock_acquire and lock_release do when another task is involved: locks.c. */
int lock_acquire_contended(Lock *lock);
int lock_release_contended(Lock *lock);

/* A lock that is neither locked nor reserved has no waiters: a release reserves it for
 * the first of them. So this need not look at the wait queue. (__builtin_expect says
 * which case is rare. The compiler puts it aside, so that the usual one runs without a
 * jump.) Says that it "acquires" the lock (trace_does), as lock_release says that it
 * "releases" it. */
static inline int lock_acquire(Lock *lock)
{
	if (__builtin_expect(lock->locked || lock->reserved, 0))
		return lock_acquire_contended(lock);
	lock->locked = lock_here();
	trace_does("acquires", "lock", lock, lock->name);
	return 0;
}

static inline int lock_release(Lock *lock)
{
	if (__builtin_expect(!lock->locked || !waiters_empty(&lock->waiters), 0))
		return lock_release_contended(lock);
	lock->locked = NULL;
	trace_does("releases", "lock", lock, lock->name);
	return 0;
}

static inline bool lock_locked(const Lock *lock)
{
	return lock->locked != NULL;
}

/* ==== 6.5.1: one round of a barrier ==== */

static inline size_t barrier_n_waiting(const Barrier *barrier)
{
	return barrier->count;
}

/* ==== 6.5.3: reset and abort ==== */

static inline bool barrier_broken(const Barrier *barrier)
{
	return barrier->broken;
}

#endif
