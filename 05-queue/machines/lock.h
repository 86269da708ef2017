/* lock.h - one lock, for everything that more than one thread may touch. It is held for a
 * few lines, and never while a function of the program is called. */
#ifndef ASYNCIO_MACHINES_LOCK_H
#define ASYNCIO_MACHINES_LOCK_H

#include <pthread.h>
#include <stdbool.h>

/* Takes the lock, and releases it. While a thread holds the lock it cannot be cancelled,
 * because it would leave the lock locked. */
void threads_lock(void);
void threads_unlock(void);

/* Makes a condition for changed_wait, which measures time by the monotonic clock. Returns
 * 0; or -ENOMEM or -EAGAIN, and then there is nothing to destroy. */
int changed_init(pthread_cond_t *changed);

/* Called with the lock: releases it, waits until changed is signalled or the deadline has
 * passed, and takes it again. The deadline is a time of monotonic_time, or INFINITY:
 * never. Returns false if it has passed. A thread that could be cancelled before it took
 * the lock can be cancelled here, and only here; its cleanup handlers are called with the
 * lock. */
bool changed_wait(pthread_cond_t *changed, double deadline);

#endif
