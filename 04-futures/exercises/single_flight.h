/* single_flight.h - one call for all that ask for the same thing at the same time. */
#ifndef SINGLE_FLIGHT_H
#define SINGLE_FLIGHT_H

#include "tasks.h"

/* Lies in the caller's memory, and is zero at first. The fields are up to you; these two
 * are enough. */
typedef struct Flight {
	Task *task;     /* the call that is on its way; NULL: none */
	size_t waiting; /* how many tasks wait for it */
} Flight;

MUST_CHECK int flight_call(Flight *flight, CoroutineFn *fn, void *arg, void **result);

#endif
