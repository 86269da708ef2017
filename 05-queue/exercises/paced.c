/* paced.c - takes items out of a queue, but not faster than allowed.
 *
 * A printer needs two seconds for a page, and says nothing when it has lost one. */
#include "paced.h"

/* Waits for the next item of paced->queue, and takes it, as queue_get does. At least
 * paced->seconds lie between two items, and the first item is taken at once; so is one
 * that comes after a long quiet time. Two long quiet times do not make two quick items.
 * The pause comes first, so that -EPIPE comes after it, too. Fails as queue_get does; if
 * the task is cancelled, no item is lost. One task at a time calls it. */
int paced_get(Paced *paced, void **item)
{
	return 0;
}
