/* queues.c - a ring of items, and three wait queues. */
#include "queues.h"
#include "instruments/queue_reports.h"
#include "instruments/trace_queues.h"

#include <stdlib.h>

/* An item, and for those that compare equal the order in which they came. */
typedef struct QueueEntry {
	void *item;
	uint64_t order;
} QueueEntry;

const FutureKind queue_putter = { "room in a queue", waiter_cancel, NULL, true,
	                          &putter_report };
const FutureKind queue_getter = { "an item of a queue", waiter_cancel, NULL, true,
	                          &getter_report };
static const FutureKind queue_joiner = { "the work on a queue to be done", waiter_cancel,
	                                 NULL, true, &joiner_report };

/* Rung 5.1.5. */
static void queue_rise(Queue *queue, size_t i);
static void queue_sink(Queue *queue);

/* ==== 5.1.2: a ring of items ==== */

/* Returns the i-th entry from the front, which lies at the place first + i of the ring;
 * after the last place comes the first. room is a power of two. */
static QueueEntry *queue_at(const Queue *queue, size_t i)
{
	return &queue->ring[(queue->first + i) & (queue->room - 1)];
}

/* Makes a ring twice as large (or of 8 places), with the same entries from its beginning
 * on, and frees the old one. Returns 0; or -ENOMEM, and changes nothing. */
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

/* Takes out an item, and returns it; there is one. It is the first, or with lifo the
 * last. With compare, even with lifo, it is the first, and the last entry moves to its
 * place, to sink later. */
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

/* The next three functions are for what few queues need. They are called last, so that
 * their callers need not save any registers. */

/* An item has been put into a queue with compare, or while there is a trace. With
 * compare the last entry rises to its place. Tells trace_put, wakes a getter, and
 * returns 0. */
__attribute__((noinline)) static int queue_was_put(Queue *queue)
{
	if (queue->compare != NULL)
		queue_rise(queue, queue->n - 1);
	trace_put(queue);
	waiters_wake(&queue->getters);
	return 0;
}

/* The same for an item that was taken: with compare the first entry sinks to its place.
 * Tells trace_got, wakes a putter, and returns 0. */
__attribute__((noinline)) static int queue_was_taken(Queue *queue)
{
	if (queue->compare != NULL)
		queue_sink(queue);
	trace_got(queue);
	waiters_wake(&queue->putters);
	return 0;
}

/* The ring has no room: makes it grow, and puts the item, or returns the error. */
__attribute__((noinline)) static int queue_put_grown(Queue *queue, void *item)
{
	int error = queue_grow(queue);

	return error < 0 ? error : queue_put_nowait(queue, item);
}

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
	if (tracing_or((uintptr_t)queue->compare))
		return queue_was_put(queue);
	waiters_wake(&queue->getters);
	return 0;
}

/* If the queue is empty stores NULL in *item, and returns -EPIPE if it is shut down,
 * else -EAGAIN. Otherwise stores in *item what queue_take returns. item may be NULL.
 * With compare or a trace (tracing_or) ends with queue_was_taken; else wakes a putter. */
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
	if (tracing_or((uintptr_t)queue->compare))
		return queue_was_taken(queue);
	waiters_wake(&queue->putters);
	return 0;
}

/* ==== 5.1.4: a wake-up that is not used is passed on ==== */

/* If the waiter was woken, and there is room now, wakes the next putter. */
void queue_pass_on_room(Queue *queue, const Waiter *waiter)
{
	if (waiter_was_woken(waiter) && !queue_full(queue))
		waiters_wake(&queue->putters);
}

/* If the waiter was woken, and there is an item now, wakes the next getter. */
void queue_pass_on_item(Queue *queue, const Waiter *waiter)
{
	if (waiter_was_woken(waiter) && !queue_empty(queue))
		waiters_wake(&queue->getters);
}

/* ==== 5.1.5: priorities ==== */

/* Returns whether entry a comes before entry b: compare says so of their items, or says
 * that these are equal and a was put earlier. */
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

/* With compare the ring holds a heap: each entry comes before the two below it, which
 * for the i-th are the entries 2i + 1 and 2i + 2. Swaps the i-th entry with the one
 * above it, as long as it comes before that one. */
static void queue_rise(Queue *queue, size_t i)
{
	for (; i > 0 && queue_before(queue, i, (i - 1) / 2); i = (i - 1) / 2)
		queue_swap(queue, i, (i - 1) / 2);
}

/* Swaps the first entry with the one below it that comes first of the two, as long as
 * that one comes before it. The queue may be empty. */
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

/* ==== 5.1.6: the end of the work ==== */

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

/* If an item is unfinished, waits once among the joiners, as a queue_joiner. It does not
 * look again when it is woken: the work was done then, even if more was put since. */
int queue_join(Queue *queue)
{
	Waiter waiter;

	if (queue->unfinished == 0)
		return 0;
	return waiters_wait(&queue->joiners, &waiter, &queue_joiner);
}

/* Marks the queue as shut down, and tells trace_shut. If immediate, drops all items,
 * each of which counts as done (queue_task_done). Then wakes all getters and putters:
 * each of them looks again, and finds that it waits in vain. */
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

/* Refuses all waiters of the three wait queues with -EPIPE: they must not look at the
 * queue again, which may be gone by then. Frees the ring. Only the fields down to name
 * keep their values; the rest becomes that of a new queue. */
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
