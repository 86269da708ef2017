/* batch.c - takes several items out of a queue at once.
 *
 * A database stores a hundred rows nearly as fast as one. So rows are collected; but the
 * first of them must not wait for ever until there are a hundred. */
#include "batch.h"
#include "timeouts.h"

#include <errno.h>

/* Waits for an item, and then for more of them: until there are `most` of them (at least
 * 1), or until so many seconds have passed since the first one was taken. With 0 seconds
 * takes what there is, up to `most`; negative seconds are no limit. Stores the items in
 * their order, and in *n how many they are, also if it fails: 0 if none was taken.
 * Returns 0 if there is at least one. If the queue is shut down meanwhile, the items that
 * were taken before are a batch, too; if there is none, -EPIPE. If the task is cancelled,
 * returns -ECANCELED; also then *n items have been taken and stored, so that the caller
 * loses none. Other errors as queue_get. */
int batch_get(Queue *queue, size_t most, double seconds, void *items[], size_t *n)
{
	return 0;
}
