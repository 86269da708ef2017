/* exchanger.h - a place where two tasks meet and exchange what they have. */
#ifndef EXCHANGER_H
#define EXCHANGER_H

#include "locks.h"

/* What a task offers while it waits: lies in the stack of that task. */
typedef struct Offer {
	void *mine, *theirs;
	Event met;
} Offer;

/* Zeroed memory. */
typedef struct Exchanger {
	Offer *offer; /* of the task that waits for another one, or NULL */
} Exchanger;

int exchange(Exchanger *exchanger, void *mine, void **theirs);

#endif
