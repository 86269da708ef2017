/* within.c - a timeout cancels the task, and a cancelled task has no lock: if the lock
 * was reserved for it by then, lock_acquire has passed the reservation on. So nothing
 * needs to be given back here, also if the lock is released in the moment in which the
 * time has passed. timeout_exit tells a cancellation by the timeout from any other. And
 * a timeout of 0 seconds cancels the task only when it waits, which a free lock does not
 * ask for.
 *
 * Another way: asyncio_wait_for a task that acquires the lock. It is a trap: if the
 * caller is cancelled when that task has just acquired the lock, no task will release
 * it. */
#include "within.h"

int lock_acquire_within(Lock *lock, double seconds)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, seconds);

	return error < 0 ? error : timeout_exit(&timeout, lock_acquire(lock));
}
