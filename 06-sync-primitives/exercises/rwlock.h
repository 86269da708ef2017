/* rwlock.h - a lock for many readers, or one writer. */
#ifndef RWLOCK_H
#define RWLOCK_H

#include "locks.h"

/* Zeroed memory, in which no task reads or writes. The fields are yours; these three are
 * enough. */
typedef struct RwLock {
	size_t readers; /* that read now */
	Lock turn;
	Event idle;
} RwLock;

int rw_read(RwLock *rw);
int rw_read_end(RwLock *rw);
int rw_write(RwLock *rw);
int rw_write_end(RwLock *rw);

#endif
