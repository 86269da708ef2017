/* forked.h - a child that goes on with its parent's bodies is no reason for
 * ThreadSanitizer to complain. */
#ifndef ASYNCIO_FORKED_H
#define ASYNCIO_FORKED_H

#include "sanitizers.h"

#ifdef WATCHED_THREADS
#include <stdatomic.h>

/* How many stacks ThreadSanitizer has been informed of, and not yet of their end. */
extern atomic_int forked_fibers;
#endif

#endif
