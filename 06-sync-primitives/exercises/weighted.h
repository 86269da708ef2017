/* weighted.h - a semaphore from which a task takes several permits at once. */
#ifndef WEIGHTED_H
#define WEIGHTED_H

#include "locks.h"

/* Lies in the caller's memory. The caller sets total; the rest is yours. */
typedef struct Weighted {
	long total; /* the permits that there are */
	long taken;
	Lock turn;
	Event released;
} Weighted;

int weighted_acquire(Weighted *weighted, long n);
int weighted_release(Weighted *weighted, long n);

#endif
