/* threads.h - what systems differ in when it comes to threads. */
#ifndef ASYNCIO_MACHINES_THREADS_H
#define ASYNCIO_MACHINES_THREADS_H

/* How many threads this process has, or 0: this system does not say. */
int threads_count(void);

/* How many threads this process has besides the one that asks, and those that an emulator
 * or a sanitizer brought. Negative: they cannot be counted. */
int threads_others(void);

/* With the lock: how many threads of the pool have nothing to do. Below zero: so many
 * calls wait until a thread is free, and so many threads will not be idle then. */
extern int threads_idle;

/* Begins one that runs fn for ever, and is sent no signals. 0, or a negative errno. */
int thread_start(void *(*fn)(void *arg));

#endif
