/* lock.h - one lock, for all that more than one thread may touch. It is held for a few
 * lines, and never while something of the program's is called. */
#ifndef ASYNCIO_MACHINES_LOCK_H
#define ASYNCIO_MACHINES_LOCK_H

#include <pthread.h>
#include <stdbool.h>

/* Takes the lock, and gives it back. A thread that has the lock cannot be cancelled: it
 * would leave it locked. */
void threads_lock(void);
void threads_unlock(void);

/* Makes a condition for changed_wait, by the clock that nobody sets. Returns 0; or
 * -ENOMEM or -EAGAIN, and then there is nothing to destroy. */
int changed_init(pthread_cond_t *changed);

/* With the lock: gives it up until changed is signalled, or a time of monotonic_time's
 * has come: false. INFINITY: never. Here, and only here, a thread that could be cancelled
 * before it took the lock is cancelled; its cleanup handlers are called with the lock. */
bool changed_wait(pthread_cond_t *changed, double deadline);

#endif
