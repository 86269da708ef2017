/* queues.c - a ring of items, and three lines of tasks: who has nothing to take, who
 * has no room to put, and who waits for the end of the work. */
#include "queues.h"
#include "instruments/queue_reports.h"
#include "instruments/trace_queues.h"

#include <stdlib.h>

/* An item, and for those that compare equal the order in which they came. */
typedef struct QueueEntry {
	void *item;
	unsigned long order;
} QueueEntry;

const FutureKind queue_putter = { "room in a queue", waiter_cancel, NULL, true,
	                          &putter_report };
const FutureKind queue_getter = { "an item of a queue", waiter_cancel, NULL, true,
	                          &getter_report };
static const FutureKind queue_joiner = { "the work on a queue to be done", waiter_cancel,
	                                 NULL, true, &joiner_report };

/* ==== Step 5.1: a queue ==== */

/* The i-th entry from the front. room is a power of two. */
static QueueEntry *queue_at(const Queue *queue, size_t i)
{
	return &queue->ring[(queue->first + i) & (queue->room - 1)];
}

/* Twice as large, with the first entry at its beginning. */
static int queue_grow(Queue *queue)
{
	size_t room = queue->room == 0 ? 8 : queue->room * 2;
	QueueEntry *ring = malloc(room * sizeof *ring);

	if (ring == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < queue->n; i++)
		ring[i] = *queue_at(queue, i);
	free(queue->ring);
	queue->ring = ring;
	queue->room = room;
	queue->first = 0;
	return 0;
}

static bool queue_before(const Queue *queue, size_t a, size_t b)
{
	const QueueEntry *x = queue_at(queue, a), *y = queue_at(queue, b);
	int order = queue->compare(x->item, y->item);

	return order < 0 || (order == 0 && x->order < y->order);
}

static void queue_swap(Queue *queue, size_t a, size_t b)
{
	QueueEntry entry = *queue_at(queue, a);

	*queue_at(queue, a) = *queue_at(queue, b);
	*queue_at(queue, b) = entry;
}

/* With priorities the ring holds a heap: each entry comes before the two below it,
 * of which the i-th has the numbers 2i + 1 and 2i + 2. */
static void queue_rise(Queue *queue, size_t i)
{
	for (; i > 0 && queue_before(queue, i, (i - 1) / 2); i = (i - 1) / 2)
		queue_swap(queue, i, (i - 1) / 2);
}

static void queue_sink(Queue *queue)
{
	for (size_t i = 0, child; (child = 2 * i + 1) < queue->n; i = child) {
		if (child + 1 < queue->n && queue_before(queue, child + 1, child))
			child++;
		if (!queue_before(queue, child, i))
			return;
		queue_swap(queue, i, child);
	}
}

/* Takes out the one whose turn it is. There is one. With priorities the last entry is in
 * its place then, and must sink. */
static inline void *queue_take(Queue *queue)
{
	size_t last = --queue->n;

	if (__builtin_expect(queue->compare == NULL && !queue->lifo, 1))
		return queue->ring[queue->first++ & (queue->room - 1)].item;
	if (queue->compare == NULL)
		return queue_at(queue, last)->item;
	void *item = queue_at(queue, 0)->item;
	*queue_at(queue, 0) = *queue_at(queue, last);
	return item;
}

/* Called last by queue_put_nowait and queue_get_nowait for what few queues need. Because
 * nothing follows these calls, their callers save no registers for them. */

/* A queue with priorities has a new entry, which rises to its place; or there is a trace:
 * then the item is told to trace_put. After that a getter is woken. Returns 0. */
__attribute__((noinline)) static int queue_was_put(Queue *queue)
{
	if (queue->compare != NULL)
		queue_rise(queue, queue->n - 1);
	trace_put(queue);
	waiters_wake(&queue->getters);
	return 0;
}

/* The same for an item that has been taken: the entry that is in front now sinks to its
 * place, trace_got is told, and a putter is woken. Returns 0. */
__attribute__((noinline)) static int queue_was_taken(Queue *queue)
{
	if (queue->compare != NULL)
		queue_sink(queue);
	trace_got(queue);
	waiters_wake(&queue->putters);
	return 0;
}

/* The ring has no room for the item: doubles it, and puts the item. */
__attribute__((noinline)) static int queue_put_grown(Queue *queue, void *item)
{
	int error = queue_grow(queue);

	return error < 0 ? error : queue_put_nowait(queue, item);
}

/* Ends with queue_was_put if there are priorities or a trace. */
int queue_put_nowait(Queue *queue, void *item)
{
	if (queue->is_shutdown)
		return -EPIPE;
	if (queue_full(queue))
		return -EAGAIN;
	if (queue->n == queue->room)
		return queue_put_grown(queue, item);
	*queue_at(queue, queue->n++) = (QueueEntry){ item, queue->order++ };
	queue->unfinished++;
	if (__builtin_expect(queue->compare != NULL, 0) || tracing())
		return queue_was_put(queue);
	waiters_wake(&queue->getters);
	return 0;
}

/* Ends with queue_was_taken if there are priorities or a trace. */
int queue_get_nowait(Queue *queue, void **item)
{
	if (queue->n == 0) {
		if (item != NULL)
			*item = NULL;
		return queue->is_shutdown ? -EPIPE : -EAGAIN;
	}
	void *taken = queue_take(queue);
	if (item != NULL)
		*item = taken;
	if (__builtin_expect(queue->compare != NULL, 0) || tracing())
		return queue_was_taken(queue);
	waiters_wake(&queue->putters);
	return 0;
}

int queue_put_stopped(Queue *queue, const Waiter *waiter, int error)
{
	if (waiter_was_woken(waiter) && !queue_full(queue))
		waiters_wake(&queue->putters);
	return error;
}

int queue_get_stopped(Queue *queue, const Waiter *waiter, int error)
{
	if (waiter_was_woken(waiter) && !queue_empty(queue))
		waiters_wake(&queue->getters);
	return error;
}

/* Counts one item as done, and tells trace_done. When that was the last one, wakes all
 * joiners. -ERANGE: no item is left that could be done. */
int queue_task_done(Queue *queue)
{
	if (queue->unfinished == 0)
		return -ERANGE;
	queue->unfinished--;
	trace_done(queue);
	if (queue->unfinished == 0)
		waiters_wake_all(&queue->joiners);
	return 0;
}

int queue_join(Queue *queue)
{
	Waiter waiter;

	if (queue->unfinished == 0)
		return 0;
	return waiters_wait(&queue->joiners, &waiter, &queue_joiner);
}

/* Marks the queue as shut down, and tells trace_shut. If immediate, drops all items, each
 * of which counts as done. Then wakes all getters and putters: each of them looks again,
 * and finds that it waits in vain. */
int queue_shutdown(Queue *queue, bool immediate)
{
	queue->is_shutdown = true;
	trace_shut(queue);
	while (immediate && queue->n > 0) {
		queue_take(queue);
		queue_task_done(queue);
	}
	waiters_wake_all(&queue->getters);
	waiters_wake_all(&queue->putters);
	return 0;
}

/* Who waits nevertheless must not look at it again: it may be gone by then. */
void queue_clear(Queue *queue)
{
	waiters_refuse(&queue->getters, -EPIPE);
	waiters_refuse(&queue->putters, -EPIPE);
	waiters_refuse(&queue->joiners, -EPIPE);
	free(queue->ring);
	*queue = (Queue){ .maxsize = queue->maxsize,
		          .lifo = queue->lifo,
		          .compare = queue->compare,
		          .name = queue->name };
}
