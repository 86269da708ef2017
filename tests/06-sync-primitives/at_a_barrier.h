/* at_a_barrier.h - tasks that come to a barrier of three. */
#ifndef AT_A_BARRIER_H
#define AT_A_BARRIER_H

#include "sync.h"

static Barrier barrier = { .parties = 3 };

/* Waits at the barrier, and records how that has ended. */
static inline int waits(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return 0;
}

/* n tasks have come to the barrier in the first pass. */
static inline void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
}

#endif
