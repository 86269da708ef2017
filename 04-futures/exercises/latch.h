/* latch.h - a future that is done when enough has happened. */
#ifndef LATCH_H
#define LATCH_H

#include "tasks.h"

/* Lies in the caller's memory, and outlives all waits. What stands in it besides the
 * future is up to you. */
typedef struct Latch {
	Future future; /* first: a latch is a future, which can be awaited */
	int left;      /* how many signs are still to come */
} Latch;

void latch_init(Latch *latch, Loop *loop, int n);
int latch_count_down(Latch *latch);

#endif
