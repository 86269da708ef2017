/* latch.h - a latch, which counts down to zero. */
#ifndef LATCH_H
#define LATCH_H

#include "locks.h"

/* Lies in the caller's memory. The caller sets count; the event is yours. */
typedef struct Latch {
	long count;
	Event zero;
} Latch;

int latch_wait(Latch *latch);
int latch_count_down(Latch *latch);

#endif
