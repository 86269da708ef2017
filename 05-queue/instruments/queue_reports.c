/* queue_reports.c - what reports say of tasks that wait at a queue. */
#include "queue_reports.h"
#include "queues.h"

#include <stddef.h>

/* ==== Given: for reports ==== */

static void queue_tell(Report *report, const Queue *queue)
{
	report_object(report, "queue", queue->name, queue);
}

static void putter_tell(const Future *waiter, Report *report)
{
	const Links *waiters = waiter->value;

	if (waiters == NULL) {
		report_say(report, "room in a queue");
		return;
	}
	const Queue *queue = container_of(waiters, const Queue, putters);
	report_say(report, "room in ");
	queue_tell(report, queue);
	report_say(report, ", items: %zu", queue->n);
}

static void getter_tell(const Future *waiter, Report *report)
{
	const Links *waiters = waiter->value;

	report_say(report, "an item of ");
	if (waiters == NULL)
		report_say(report, "a queue");
	else
		queue_tell(report, container_of(waiters, const Queue, getters));
}

static void joiner_tell(const Future *waiter, Report *report)
{
	const Links *waiters = waiter->value;

	if (waiters == NULL) {
		report_say(report, "the work on a queue to be done");
		return;
	}
	const Queue *queue = container_of(waiters, const Queue, joiners);
	report_say(report, "the work on ");
	queue_tell(report, queue);
	report_say(report, " to be done, items left: %zu", queue->unfinished);
}

static const ReportedObject
	putter_at = { "queue", offsetof(Queue, putters), offsetof(Queue, name), NULL },
	getter_at = { "queue", offsetof(Queue, getters), offsetof(Queue, name), NULL },
	joiner_at = { "queue", offsetof(Queue, joiners), offsetof(Queue, name), NULL };

const FutureReport putter_report = { putter_tell, NULL, false, &putter_at };
const FutureReport getter_report = { getter_tell, NULL, false, &getter_at };
const FutureReport joiner_report = { joiner_tell, NULL, false, &joiner_at };
