/* queue_subject.h - p puts an item, g gets one and deals with it, j joins, s shuts the
 * queue down, i does so at once. */
#ifndef QUEUE_SUBJECT_H
#define QUEUE_SUBJECT_H

#include "queues.h"
#include "search.h"

enum { QUEUE_ROOM = 1 };

static Queue queue;
static char queue_items[32]; /* their addresses are what is put */
static size_t queue_made, queue_puts, queue_gets, queue_dones;
static char *queue_order[32]; /* in which they were put */
static bool queue_is_shut;

static inline void queue_begin(void)
{
	queue = (Queue){ .maxsize = QUEUE_ROOM };
	queue_made = queue_puts = queue_gets = queue_dones = 0;
	queue_is_shut = false;
}

static inline void queue_end(void)
{
	queue_clear(&queue);
}

static inline void queue_puts_one(Member *m)
{
	char *item = &queue_items[queue_made++];

	call_begins(m, 'p');
	int status = queue_put(&queue, item);
	if (status == 0)
		queue_order[queue_puts++] = item;
	if (status == -EPIPE && !queue_is_shut)
		search_complain(
			"a put failed with -EPIPE, but the queue is not shut down");
	call_ends(m, status);
}

static inline void queue_gets_one(Member *m)
{
	void *item = NULL;

	call_begins(m, 'g');
	int status = queue_get(&queue, &item);
	if (status == 0 && (queue_gets == queue_puts || item != queue_order[queue_gets]))
		search_complain("a get did not bring the first item of the queue");
	queue_gets += status == 0;
	if (call_ends(m, status) < 0)
		return;
	search_gives_way(m);
	queue_dones += queue_task_done(&queue) == 0;
}

static inline void queue_operate(Member *m, char operation)
{
	if (operation == 'p') {
		queue_puts_one(m);
	} else if (operation == 'g') {
		queue_gets_one(m);
	} else if (operation == 'j') {
		call_begins(m, 'j');
		call_ends(m, queue_join(&queue));
	} else {
		queue_shutdown(&queue, operation == 'i');
		queue_is_shut = true;
	}
	if (operation == 'i') {
		queue_dones += queue_puts - queue_gets;
		queue_gets = queue_puts;
	}
}

static inline const char *queue_complaint(bool at_rest)
{
	size_t n = queue_puts - queue_gets;

	if (queue_qsize(&queue) != n || n > QUEUE_ROOM)
		return "the queue has lost an item, or has one too many";
	if (!at_rest)
		return NULL;
	if (queue_is_shut && search_waiting('g') + search_waiting('p') > 0)
		return "the queue is shut down, but a task still waits";
	if (n > 0 && search_waiting('g') > 0)
		return "there is an item, but a getter still waits";
	if (n < QUEUE_ROOM && search_waiting('p') > 0)
		return "there is room, but a putter still waits";
	if (search_waiting('j') > 0 && queue_puts == queue_dones)
		return "every item is done, but a task still waits in the join";
	return NULL;
}

static inline const Subject *queue_subject(void)
{
	static const Subject it = { "a queue",
		                    queue_begin,
		                    queue_operate,
		                    queue_complaint,
		                    queue_end,
		                    { "p puts an item",
		                      "g gets an item, gives way and "
		                      "reports it done",
		                      "j joins", "s shuts the queue down",
		                      "i shuts the queue down immediately", NULL } };

	return &it;
}

#endif
