/* locks_inline.h - what is asked of a flag, and what most calls of a lock are: nobody
 * else wants it. */
#ifndef ASYNCIO_LOCKS_INLINE_H
#define ASYNCIO_LOCKS_INLINE_H

/* ==== Step 6.1: Event ==== */

static inline void event_clear(Event *event)
{
	event->flag = false;
}

static inline bool event_is_set(const Event *event)
{
	return event->flag;
}

/* ==== Step 6.2: Lock ==== */

/* When somebody else has it, or wants it; and when nobody has it. */
int lock_acquire_contended(Lock *lock);
int lock_release_contended(Lock *lock);

static inline int lock_acquire(Lock *lock)
{
	if (lock->locked || lock->promised)
		return lock_acquire_contended(lock);
	lock->locked = lock_here();
	return 0;
}

static inline int lock_release(Lock *lock)
{
	if (!lock->locked || !waiters_empty(&lock->waiters))
		return lock_release_contended(lock);
	lock->locked = NULL;
	return 0;
}

static inline bool lock_locked(const Lock *lock)
{
	return lock->locked != NULL;
}

/* ==== Step 6.5: Barrier ==== */

static inline size_t barrier_n_waiting(const Barrier *barrier)
{
	return barrier->count;
}

static inline bool barrier_broken(const Barrier *barrier)
{
	return barrier->broken;
}

#endif
