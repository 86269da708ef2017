/* locks_inline.h - what most calls of a lock are: nobody else wants it. */
#ifndef LOCKS_INLINE_H
#define LOCKS_INLINE_H

/* ==== Step 6.2: Lock ==== */

/* When somebody else has it, or wants it; and when nobody has it. */
int lock_acquire_contended(Lock *lock);
int lock_release_contended(Lock *lock);

static inline int lock_acquire(Lock *lock)
{
	if (lock->locked || lock->promised || !waiters_empty(&lock->waiters))
		return lock_acquire_contended(lock);
	lock->locked = true;
	return 0;
}

static inline int lock_release(Lock *lock)
{
	if (!lock->locked || !waiters_empty(&lock->waiters))
		return lock_release_contended(lock);
	lock->locked = false;
	return 0;
}

static inline bool lock_locked(const Lock *lock)
{
	return lock->locked;
}

#endif
