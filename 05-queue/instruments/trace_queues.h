/* trace_queues.h - what a trace says of the items of queues. */
#ifndef ASYNCIO_TRACE_QUEUES_H
#define ASYNCIO_TRACE_QUEUES_H

#include "instruments/trace_tasks.h"

struct Queue;

/* What the library calls; each does nothing unless there is a trace. */

/* An item has been put into the queue, or taken out of it. */
static inline void trace_put(struct Queue *queue);
static inline void trace_got(struct Queue *queue);

/* The work on an item of the queue has been done; and the queue has been shut down. */
static inline void trace_done(struct Queue *queue);
static inline void trace_shut(struct Queue *queue);

/* ==== Given: a run that is watched ==== */

void trace_queue_has(struct Queue *queue, bool more);
void trace_queue_is_done(struct Queue *queue);
void trace_queue_is_shut(struct Queue *queue);

static inline void trace_put(struct Queue *queue)
{
	if (tracing())
		trace_queue_has(queue, true);
}

static inline void trace_got(struct Queue *queue)
{
	if (tracing())
		trace_queue_has(queue, false);
}

static inline void trace_done(struct Queue *queue)
{
	if (tracing())
		trace_queue_is_done(queue);
}

static inline void trace_shut(struct Queue *queue)
{
	if (tracing())
		trace_queue_is_shut(queue);
}

#endif
