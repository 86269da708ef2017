/* batch.h - items of a queue, several at a time. */
#ifndef BATCH_H
#define BATCH_H

#include "queues.h"

MUST_CHECK int batch_get(Queue *queue, size_t most, double seconds, void *items[],
                         size_t *n);

#endif
