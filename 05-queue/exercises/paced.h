/* paced.h - items of a queue, and some time between them. */
#ifndef PACED_H
#define PACED_H

#include "queues.h"

/* Lies in the caller's memory. The caller sets queue and seconds, and zeroes the rest,
 * which is yours. */
typedef struct Paced {
	Queue *queue;
	double seconds;
	double next;
} Paced;

MUST_CHECK int paced_get(Paced *paced, void **item);

#endif
