/* once.h - a function that is called once, whichever task comes first. */
#ifndef ONCE_H
#define ONCE_H

#include "locks.h"

/* Zeroed memory, in which nothing has been done yet. The lock is yours. */
typedef struct Once {
	Lock lock;
	bool done;
} Once;

int once_do(Once *once, int (*fn)(void *arg), void *arg);

#endif
