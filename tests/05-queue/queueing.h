/* queueing.h - what the tests of queues share: tasks that put and get, and trace when
 * they went on and with what. Items are texts. */
#ifndef QUEUEING_H
#define QUEUEING_H

#include "../04-futures/core.h"
#include "queues.h"

static inline const char *how(int status)
{
	return status_name(status);
}

static inline const char *text(const void *item)
{
	return item == NULL ? "NULL" : item;
}

/* One task: "NAME:ITEM@PASS" is what it gets, "NAME:ok@PASS" that it has put; or the
 * error. */
typedef struct Party {
	Queue *queue;
	const char *name;
	const char *item; /* to be put, or what it got */
	Task *task;
} Party;

static inline int gets_one(void *arg, void **result)
{
	Party *party = arg;
	void *item = NULL;
	int status = queue_get(party->queue, &item);

	party->item = item;
	trace("%s:%s@%d", party->name, status == 0 ? text(item) : how(status), pass);
	return status;
}

static inline int puts_one(void *arg, void **result)
{
	const Party *party = arg;
	void *item = (char *)(uintptr_t)party->item;
	int status = queue_put(party->queue, item);

	trace("%s:%s@%d", party->name, how(status), pass);
	return status;
}

static inline int joins(void *arg, void **result)
{
	const Party *party = arg;
	int status = queue_join(party->queue);

	trace("%s:%s@%d", party->name, how(status), pass);
	return status;
}

/* Getters named "1", "2", ...; putters of "a", "b", ... by that name; all of them have
 * begun, and wait. The pass is the first. */
static inline void begin_all(CoroutineFn *fn, Queue *queue, Party *parties, size_t n)
{
	static const char *const digits[] = { "1", "2", "3", "4", "5" };
	static const char *const letters[] = { "a", "b", "c", "d", "e" };

	for (size_t i = 0; i < n; i++) {
		const char *name = fn == puts_one ? letters[i] : digits[i];
		parties[i] = (Party){ queue, name, name, NULL };
		parties[i].task = new_task(fn, &parties[i]);
	}
	make_passes(1);
}

/* Puts the items into an empty queue, one after the other. */
static inline void fill(Queue *queue, const char *const *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *item = (char *)(uintptr_t)items[i];
		assert_int_equal(queue_put_nowait(queue, item), 0);
		assert_int_equal(queue_qsize(queue), i + 1);
	}
}

/* Gives the tasks back, clears the queue, and frees the loop. */
static inline void end_all(Queue *queue, const Party *parties, size_t n)
{
	for (size_t i = 0; i < n; i++)
		future_unref(parties[i].task);
	queue_clear(queue);
	loop_free(loop);
}

/* Is no task in a wait queue of the queue? */
static inline bool nobody_waits(const Queue *queue)
{
	return waiters_empty(&queue->getters) && waiters_empty(&queue->putters) &&
	       waiters_empty(&queue->joiners);
}

/* Takes out everything, and returns it in the order in which it came out: "a b c". */
static inline const char *drained(Queue *queue)
{
	static char all[200];
	void *item = NULL;

	all[0] = '\0';
	for (int i = 0; i < 20 && queue_get_nowait(queue, &item) == 0; i++) {
		if (i > 0)
			strcat(all, " ");
		strcat(all, text(item));
	}
	return all;
}

/* Takes out everything that is in the queue, and expects this. */
static inline void assert_drained(Queue *queue, const char *expected)
{
	const char *all = drained(queue);

	assert_text_of("the items that are left in the queue", all, expected);
}

#endif
