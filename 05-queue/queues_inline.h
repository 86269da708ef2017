/* queues_inline.h - the functions of queues.h that suspend, and what they ask before. */
#ifndef ASYNCIO_QUEUES_INLINE_H
#define ASYNCIO_QUEUES_INLINE_H

#include <errno.h>

/* ==== Step 5.1: a queue ==== */

static inline size_t queue_qsize(const Queue *queue)
{
	return queue->n;
}

static inline bool queue_empty(const Queue *queue)
{
	return queue->n == 0;
}

static inline bool queue_full(const Queue *queue)
{
	return queue->maxsize > 0 && queue->n >= (size_t)queue->maxsize;
}

extern const FutureKind queue_putter, queue_getter;

/* It has been called off. If it had been woken there is room, or an item, which is
 * for the next one in the line. */
int queue_put_stopped(Queue *queue, const Waiter *waiter, int error);
int queue_get_stopped(Queue *queue, const Waiter *waiter, int error);

static inline int queue_put(Queue *queue, void *item)
{
	while (queue_full(queue) && !queue->is_shutdown) {
		Waiter waiter;
		int error = waiters_wait(&queue->putters, &waiter, &queue_putter);
		if (error < 0)
			return queue_put_stopped(queue, &waiter, error);
	}
	return queue_put_nowait(queue, item);
}

static inline int queue_get(Queue *queue, void **item)
{
	while (queue_empty(queue) && !queue->is_shutdown) {
		Waiter waiter;
		int error = waiters_wait(&queue->getters, &waiter, &queue_getter);
		if (error == 0)
			continue;
		if (item != NULL)
			*item = NULL;
		return queue_get_stopped(queue, &waiter, error);
	}
	return queue_get_nowait(queue, item);
}

#endif
