/* weighted.c - a lock is a queue. The task that has the lock `turn` is the first of all
 * those that wait, and only this task looks at the permits; the others are in the wait
 * queue of the lock, in their order. When it has its permits it releases the lock, and
 * the next one looks whether the rest is enough. If it is cancelled it releases the lock
 * as well, or everybody would wait for a task that is gone.
 *
 * Another way: a wait queue of your own, as semaphore_acquire has it, in which each
 * waiter says how much it wants. Then a release can wake all that fit in one pass; here
 * each of them takes a pass. */
#include "weighted.h"

#include <errno.h>

int weighted_acquire(Weighted *weighted, long n)
{
	if (n < 1 || n > weighted->total)
		return -EINVAL;
	int error = lock_acquire(&weighted->turn);
	if (error < 0)
		return error;
	while (error == 0 && weighted->total - weighted->taken < n) {
		event_clear(&weighted->released);
		error = event_wait(&weighted->released);
	}
	if (error == 0)
		weighted->taken += n;
	lock_release(&weighted->turn);
	return error;
}

int weighted_release(Weighted *weighted, long n)
{
	if (n < 1)
		return -EINVAL;
	if (n > weighted->taken)
		return -ERANGE;
	weighted->taken -= n;
	event_set(&weighted->released);
	return 0;
}
