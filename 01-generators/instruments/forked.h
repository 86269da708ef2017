/* forked.h - ThreadSanitizer does not complain when a child process continues the
 * bodies of its parent. */
#ifndef ASYNCIO_FORKED_H
#define ASYNCIO_FORKED_H

#include "sanitizers.h"

#ifdef WATCHED_THREADS
#include <stdatomic.h>

/* How many stacks ThreadSanitizer knows of now. */
extern atomic_int forked_fibers;
#endif

#endif
