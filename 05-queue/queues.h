/* queues.h - tasks that hand each other things: asyncio.Queue and its two brothers.
 *
 * A function that may wait returns 0 or a negative errno: -EPIPE, the queue is shut down;
 * -ECANCELED: nothing was put, or taken; -EPERM, it would have to wait and no task is
 * running; -EINVAL, tasks of another loop wait. A queue is not for threads. */
#ifndef ASYNCIO_QUEUES_H
#define ASYNCIO_QUEUES_H

#include "waiters.h"

/* Queue q = { .maxsize = 2 }; the fields below name are its own. An item is a
 * pointer, which the queue only looks at; NULL is one like any other. */
typedef struct Queue {
	long maxsize; /* 0 or less: any number */
	bool lifo;    /* asyncio.LifoQueue: the newest comes first */
	/* asyncio.PriorityQueue: of two items, below zero, a comes first; of equals the
	 * older. It must not touch the queue. */
	int (*compare)(const void *a, const void *b);
	const char *name; /* for reports, which number a queue without one */
	struct QueueEntry *ring;
	/* Neighbours here are not counted up together: a compiler would store both as
	 * one word of 16 bytes, and the next load would wait for it. */
	size_t room, n, first;
	unsigned long order;
	bool is_shutdown;
	size_t unfinished; /* put, and not dealt with */
	Links getters, putters, joiners;
} Queue;

typedef Queue LifoQueue, PriorityQueue;

/* await queue.put(item), item = await queue.get(): wait while it is full, or empty, and
 * do not suspend otherwise. put also returns -ENOMEM; get drops the item if item is
 * NULL. */
MUST_CHECK static inline int queue_put(Queue *queue, void *item);
MUST_CHECK static inline int queue_get(Queue *queue, void **item);

/* queue.put_nowait(), queue.get_nowait(): -EAGAIN: it is full, or empty. */
MUST_CHECK int queue_put_nowait(Queue *queue, void *item);
MUST_CHECK int queue_get_nowait(Queue *queue, void **item);

/* queue.task_done(): an item that was taken is dealt with. -ERANGE: more often than
 * items were put. */
int queue_task_done(Queue *queue);

/* await queue.join(): until all items that were put are dealt with. */
MUST_CHECK int queue_join(Queue *queue);

/* queue.qsize(), queue.empty(), queue.full(). */
static inline size_t queue_qsize(const Queue *queue);
static inline bool queue_empty(const Queue *queue);
static inline bool queue_full(const Queue *queue);

/* queue.shutdown(): nothing can be put any more, and when it is empty nothing can be
 * got. With immediate what is in it is dropped now, and counts as dealt with; nothing
 * that it points to is freed. Returns 0. */
int queue_shutdown(Queue *queue, bool immediate);

/* The end of a queue, when nobody waits: drops what is left, and frees its own memory.
 * It is as new afterwards. A task that waits nevertheless gets -EPIPE; but a task that
 * was woken and has not run yet looks at the queue again, which must still be there. */
void queue_clear(Queue *queue);

#include "queues_inline.h"

#endif
