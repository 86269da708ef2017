/* queues_inline.h - the functions of queues.h that suspend, and what they ask before. */
#ifndef ASYNCIO_QUEUES_INLINE_H
#define ASYNCIO_QUEUES_INLINE_H

#include <errno.h>

/* ==== 5.1.2: a ring of items ==== */

static inline size_t queue_qsize(const Queue *queue)
{
	return queue->n;
}

static inline bool queue_empty(const Queue *queue)
{
	return queue->n == 0;
}

/* A queue whose maxsize is 0 or less is never full. */
static inline bool queue_full(const Queue *queue)
{
	return queue->maxsize > 0 && queue->n >= (size_t)queue->maxsize;
}

extern const FutureKind queue_putter, queue_getter;

/* Called when a putter, or a getter, has failed in its wait. If it was woken before, the
 * room or the item that it was woken for is for the next one in the wait queue. */
void queue_pass_on_room(Queue *queue, const Waiter *waiter);
void queue_pass_on_item(Queue *queue, const Waiter *waiter);

/* ==== 5.1.3: to wait for an item, or for room ==== */

/* While the queue is full and not shut down, waits among the putters, as a queue_putter.
 * If the wait fails, passes the room on (queue_pass_on_room), and returns the error.
 * Otherwise looks again: between being woken and running, other tasks run. Then puts the
 * item with queue_put_nowait. */
static inline int queue_put(Queue *queue, void *item)
{
	while (queue_full(queue) && !queue->is_shutdown) {
		Waiter waiter;
		int error = waiters_wait(&queue->putters, &waiter, &queue_putter);
		if (error == 0)
			continue;
		queue_pass_on_room(queue, &waiter);
		return error;
	}
	return queue_put_nowait(queue, item);
}

/* The same among the getters, while the queue is empty. */
static inline int queue_get(Queue *queue, void **item)
{
	while (queue_empty(queue) && !queue->is_shutdown) {
		Waiter waiter;
		int error = waiters_wait(&queue->getters, &waiter, &queue_getter);
		if (error == 0)
			continue;
		queue_pass_on_item(queue, &waiter);
		if (item != NULL)
			*item = NULL;
		return error;
	}
	return queue_get_nowait(queue, item);
}

#endif
