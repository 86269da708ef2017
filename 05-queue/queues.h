/* queues.h - tasks that hand each other things: asyncio.Queue and its two brothers.
 *
 * A function that may wait returns 0, or a negative errno, and then nothing was put or
 * taken: -EPIPE, the queue is shut down, so no task waits; -EPERM, it would have to wait
 * and no task is running; -EINVAL, it would, and tasks of another loop wait; -ECANCELED,
 * the task was cancelled while it waited, and that wins over -EPIPE. A queue is not for
 * threads. */
#ifndef ASYNCIO_QUEUES_H
#define ASYNCIO_QUEUES_H

#include "waiters.h"

#include <stdint.h>

/* Queue q = { .maxsize = 2 }; an item is a pointer. The queue never follows it, and NULL
 * is an item like any other. */
typedef struct Queue {
	long maxsize; /* so many items at most; 0 or less: any number */
	bool lifo;    /* asyncio.LifoQueue: the newest item comes first */
	/* asyncio.PriorityQueue: compare returns less than 0 if item a comes before item
	 * b. Of two equal items, for which it returns 0, the older one comes first. It
	 * must not use the queue. */
	int (*compare)(const void *a, const void *b);
	const char *name; /* for reports, which number a queue without one */

	/* The rest is its own. A power of two of places, or none; of those, n have an
	 * item, from the place first on. */
	struct QueueEntry *ring;
	/* The order of the next four is on purpose, and for speed alone: no function
	 * counts up two that are neighbours. A compiler would store both as one word of
	 * 16 bytes, and the next load of one of them would wait for that. */
	size_t room, n, first;
	uint64_t order; /* how many items have been put */
	bool is_shutdown;
	size_t unfinished; /* items that were put and are not dealt with */
	Links getters, putters, joiners;
} Queue;

typedef Queue LifoQueue, PriorityQueue;

/* await queue.put(item), item = await queue.get(): wait while the queue is full, or
 * empty, and do not suspend otherwise. put also returns -ENOMEM. get stores NULL in
 * *item if it fails; item may be NULL, and then what was taken is dropped. */
MUST_CHECK static inline int queue_put(Queue *queue, void *item);
MUST_CHECK static inline int queue_get(Queue *queue, void **item);

/* queue.put_nowait(), queue.get_nowait(): the same without waiting. -EAGAIN: the queue
 * is full, or empty. -EPIPE: it is shut down, and for get, also empty. */
MUST_CHECK int queue_put_nowait(Queue *queue, void *item);
MUST_CHECK int queue_get_nowait(Queue *queue, void **item);

/* queue.task_done(): an item that was taken is dealt with. Returns 0; -ERANGE, it was
 * called more often than items were put. */
int queue_task_done(Queue *queue);

/* await queue.join(): waits until all items that were put are dealt with. Returns at
 * once if they are. */
MUST_CHECK int queue_join(Queue *queue);

/* queue.qsize(), queue.empty(), queue.full(). */
static inline size_t queue_qsize(const Queue *queue);
static inline bool queue_empty(const Queue *queue);
static inline bool queue_full(const Queue *queue);

/* queue.shutdown(): no item can be put any more, and when the queue is empty, none can
 * be got: -EPIPE, also for the tasks that wait. With immediate the items in it are
 * dropped now, and count as dealt with; nothing that they point to is freed. Returns
 * 0. */
int queue_shutdown(Queue *queue, bool immediate);

/* The end of a queue, when no task waits: drops the items that are left, and frees its
 * own memory. The queue is as new afterwards. A task that waits nevertheless gets
 * -EPIPE; but a task that was woken and has not run yet looks at the queue again, which
 * must still be there. */
void queue_clear(Queue *queue);

#include "queues_inline.h"

#endif
