/* latest.c - three things are easily forgotten. An item that is dropped is never dealt
 * with by a task that takes items, so latest_put has to call queue_task_done, or a join
 * waits for ever. It calls it after the put: if it called it before, and the old item
 * was the only one that was not dealt with, there would be no work left for a moment, and
 * queue_task_done would wake the tasks that wait in queue_join. And a queue that is shut
 * down can still be full: to make room in it would throw an item away for one that is
 * refused.
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
		error = queue_put_nowait(queue, item);
	if (error == 0)
		error = queue_task_done(queue);
	return error < 0 ? error : 1;
}
