/* buffer.c - the queue of chapter 5 once more, as a monitor: a lock and two conditions.
 *
 * This is how it is done with threads. A task that looks at the buffer has the lock. If
 * it has to wait, it waits for one of the conditions, which releases the lock
 * meanwhile. condition_wait returns with the lock even if it fails; its two exceptions,
 * tasks of another loop and a loop that is closed, may be left out here. */
#include "buffer.h"

void buffer_init(Buffer *buffer)
{
	*buffer = (Buffer){ .not_empty = { .lock = &buffer->lock },
		            .not_full = { .lock = &buffer->lock } };
}

/* Puts an item behind the others, and waits as long as the buffer is full. Wakes one
 * task that waits for an item. Returns 0; or the error with which the wait has failed,
 * and then nothing was put. The caller does not have the lock, before and after. */
int buffer_put(Buffer *buffer, void *item)
{
	return 0;
}

/* Takes the oldest item, and waits as long as there is none. Wakes one task that waits
 * for a place. Returns 0; or the error with which the wait has failed, and then nothing
 * was taken, and *item is NULL. The caller does not have the lock, before and after. */
int buffer_get(Buffer *buffer, void **item)
{
	return 0;
}
