/* next_timers.h - which timers of a loop come next, for those who watch it. */
#ifndef ASYNCIO_NEXT_TIMERS_H
#define ASYNCIO_NEXT_TIMERS_H

#include "events.h"

/* Returns how many timers are set, and stores in next those n of them that are due first,
 * in order; all, if there are fewer. It reads every timer of the loop, and changes
 * nothing. */
size_t timers_next(const Loop *loop, Handle *next[], size_t n);

#endif
