/* latest.h - a queue that keeps what is new. */
#ifndef LATEST_H
#define LATEST_H

#include "queues.h"

int latest_put(Queue *queue, void *item, void **dropped);

#endif
