/* trace_queues.c - items that go into queues, and come out of them. */
#include "trace_queues.h"
#include "queues.h"

/* ==== Given: a run that is watched ==== */

void trace_queue_has(struct Queue *queue, bool more)
{
	trace_lock();
	const Thing *thing = trace_object(queue, "queue", queue->name);
	if (more)
		trace_did("puts an item into %s (items: %zu)", thing->name, queue->n);
	else
		trace_did("gets an item of %s (items: %zu)", thing->name, queue->n);
	trace_log(more ? "puts" : "gets", "%s\t%s\t%zu", trace_by(), thing->id, queue->n);
	trace_unlock();
}

void trace_queue_is_done(struct Queue *queue)
{
	trace_lock();
	const Thing *thing = trace_object(queue, "queue", queue->name);
	trace_did("marks an item of %s as done (items left: %zu)", thing->name,
	          queue->unfinished);
	trace_log("says", "%s\tmarks an item of %s as done (items left: %zu)", trace_by(),
	          thing->name, queue->unfinished);
	trace_unlock();
}

void trace_queue_is_shut(struct Queue *queue)
{
	trace_lock();
	const Thing *thing = trace_object(queue, "queue", queue->name);
	trace_did("shuts %s down", thing->name);
	trace_log("says", "%s\tshuts %s down", trace_by(), thing->name);
	trace_unlock();
}
