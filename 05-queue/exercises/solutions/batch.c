/* batch.c - a timeout around all gets but the first. The first one may wait as long as
 * it likes, so it stands before timeout_enter. Each item is counted as soon as it has
 * been taken: when the timeout cancels a get, that get has taken nothing, and an item
 * that came in the same pass is still in the queue, because queue_get has passed its
 * wake-up on.
 *
 * Which of the two has cancelled us is known to timeout_exit alone: -ETIMEDOUT is the
 * usual end of a batch, and -ECANCELED is somebody else's request, which goes up. A
 * timeout for each get, of the time that is left, would do the same; a timeout of so
 * many seconds for each get would not, because slow items would make a batch last for
 * hours. */
#include "batch.h"
#include "timeouts.h"

#include <errno.h>

int batch_get(Queue *queue, size_t most, double seconds, void *items[], size_t *n)
{
	Timeout timeout = { 0 };
	int error = queue_get(queue, &items[0]);

	*n = error == 0;
	if (error < 0)
		return error;
	error = timeout_enter(&timeout, seconds);
	while (error == 0 && *n < most) {
		error = queue_get(queue, &items[*n]);
		*n += error == 0;
	}
	error = timeout_exit(&timeout, error);
	return error == -ETIMEDOUT || error == -EPIPE ? 0 : error;
}
