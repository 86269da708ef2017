/* rwlock.c - a lock that many tasks may have to read, or one task to write.
 *
 * The difficulty is to be fair. If readers come again and again, a writer that waits
 * until there are none waits for ever. */
#include "rwlock.h"

/* Waits until this task may read: no task writes, and none waits to write that has come
 * before this one. Other tasks may read at the same time. Returns 0, or the error with
 * which the wait has failed; then the others go on as if this task had not come. */
int rw_read(RwLock *rw)
{
	return 0;
}

/* This task does not read any more. Returns 0, or -EPERM if no task reads. */
int rw_read_end(RwLock *rw)
{
	return 0;
}

/* Waits until this task may write: no other task writes or reads, and all tasks that
 * have come before this one have had their turn. Returns as rw_read does. */
int rw_write(RwLock *rw)
{
	return 0;
}

/* This task does not write any more. Returns 0, or -EPERM if no task writes: a writer
 * that still waits, or was woken and has not run yet, does not write. */
int rw_write_end(RwLock *rw)
{
	return 0;
}
