/* threads.h - threads: what each system has in its own way. */
#ifndef ASYNCIO_MACHINES_THREADS_H
#define ASYNCIO_MACHINES_THREADS_H

/* Returns how many threads this process has; 0: this system does not say. */
int threads_count(void);

/* Returns how many threads this process has, without the one that asks and without those
 * that an emulator or a sanitizer brought. Negative: they cannot be counted. */
int threads_others(void);

/* How many threads of the pool have nothing to do. Below zero: so many calls wait in the
 * pool's queue, and so many threads will find work when they have finished. With the
 * lock. */
extern int threads_idle;

/* Starts a thread that runs fn. No signal is delivered to it, except for its own faults.
 * It need not be joined. Returns 0, or a negative errno. */
int thread_start(void *(*fn)(void *arg));

#endif
