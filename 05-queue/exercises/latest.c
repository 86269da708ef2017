/* latest.c - puts an item into a queue, and drops the oldest one if there is no room.
 *
 * A thermometer sends a value each second. A display that comes late wants the last few
 * values, and the thermometer must never wait for it. */
#include "latest.h"

#include <errno.h>

/* Puts the item, and never waits. If the queue is full, its oldest item is dropped before
 * that: it is stored in *dropped, so that the caller can free it, and it counts as dealt
 * with, so that queue_join does not wait for it. A task that waits in queue_join is not
 * woken by this, because the new item is not dealt with. NULL is an item like any other.
 * If nothing is dropped, NULL is stored. Returns 1 if an item was dropped, and 0 if not.
 * Fails as queue_put_nowait does, and then drops nothing. The queue has neither lifo nor
 * compare. */
int latest_put(Queue *queue, void *item, void **dropped)
{
	return 0;
}
