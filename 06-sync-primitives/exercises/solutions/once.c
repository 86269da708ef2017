/* once.c - a lock, held while the function is called. The tasks that come meanwhile wait
 * for the lock, and each of them looks again when it has it, because the first one may
 * have failed. An event that the first task sets would have to tell the others how it
 * has ended, and which of them is the next to try; the wait queue of the lock knows
 * that.
 *
 * Another way: the first task makes a task of fn, and all of them await that task behind
 * a shield. Then a cancelled caller does not cancel fn, but one error is everybody's. */
#include "once.h"

int once_do(Once *once, int (*fn)(void *arg), void *arg)
{
	if (once->done)
		return 0;
	int error = lock_acquire(&once->lock);
	if (error < 0)
		return error;
	if (!once->done) {
		error = fn(arg);
		once->done = error == 0;
	}
	lock_release(&once->lock);
	return error;
}
