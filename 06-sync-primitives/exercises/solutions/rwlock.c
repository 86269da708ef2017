/* rwlock.c - everybody takes the lock `turn`, in the order in which they come. A reader
 * gives it back as soon as it is counted, so the next reader comes in as well. A writer
 * keeps it while it writes, and while it waits until the last reader has ended: so
 * nobody comes in behind it, and the number of readers only shrinks. For that reason the
 * woken writer need not look at the number again, and a plain event will do. A writer
 * that is cancelled while it waits for the readers must give the turn back. Until the
 * woken writer runs, `idle` is set and the lock is held, and yet no task writes. The
 * writer clears the event when it runs, so that rw_write_end can tell the difference.
 *
 * Another way: a condition, and two predicates. Then all tasks are woken whenever
 * anything changes, and to be fair each needs a number that says when it came. */
#include "rwlock.h"

#include <errno.h>

int rw_read(RwLock *rw)
{
	int error = lock_acquire(&rw->turn);

	if (error < 0)
		return error;
	rw->readers++;
	lock_release(&rw->turn);
	return 0;
}

int rw_read_end(RwLock *rw)
{
	if (rw->readers == 0)
		return -EPERM;
	rw->readers--;
	if (rw->readers == 0)
		event_set(&rw->idle);
	return 0;
}

int rw_write(RwLock *rw)
{
	int error = lock_acquire(&rw->turn);

	if (error < 0)
		return error;
	event_clear(&rw->idle);
	if (rw->readers > 0)
		error = event_wait(&rw->idle);
	event_clear(&rw->idle);
	if (error < 0)
		lock_release(&rw->turn);
	return error;
}

int rw_write_end(RwLock *rw)
{
	bool waits = rw->readers > 0 || event_is_set(&rw->idle);

	return waits ? -EPERM : lock_release(&rw->turn);
}
