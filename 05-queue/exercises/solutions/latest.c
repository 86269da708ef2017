/* latest.c - two things are easily forgotten. An item that nobody will take is never
 * dealt with, so the one who drops it has to call queue_task_done, or a join waits for
 * ever. And a queue that is shut down can still be full: to make room in it would throw
 * an item away for one that is refused.
 *
 * Between the get and the put no other task runs, because neither of them waits. So
 * nothing can come into the place that has become free, although the get wakes a task
 * that waits in queue_put: that task runs later, finds the queue full, and waits
 * again. */
#include "latest.h"

#include <errno.h>

int latest_put(Queue *queue, void *item, void **dropped)
{
	int error;

	*dropped = NULL;
	if (!queue_full(queue) || queue->is_shutdown)
		return queue_put_nowait(queue, item);
	error = queue_get_nowait(queue, dropped);
	if (error == 0)
		error = queue_task_done(queue);
	if (error == 0)
		error = queue_put_nowait(queue, item);
	return error < 0 ? error : 1;
}
