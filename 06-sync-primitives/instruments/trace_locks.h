/* trace_locks.h - what a trace says of locks and their relatives, also where no task
 * has to wait. */
#ifndef ASYNCIO_TRACE_LOCKS_H
#define ASYNCIO_TRACE_LOCKS_H

#include "instruments/trace_tasks.h"
#include "waiters.h"

/* What the library calls; it does nothing unless there is a trace. */

/* What runs "acquires", "releases", "clears" or "arrives at" this object, a "lock" for
 * example, whose name is NULL if it has none. And it "sets" or "notifies" one on which
 * these wait, or nobody. */
static inline void trace_does(const char *does, const char *kind, const void *object,
                              const char *name);
static inline void trace_does_to(const char *does, const char *kind, const void *object,
                                 const char *name, const Links *waiters);

/* ==== Given: a run that is watched ==== */

void trace_does_it(const char *does, const char *kind, const void *object,
                   const char *name, const Links *waiters);

static inline void trace_does(const char *does, const char *kind, const void *object,
                              const char *name)
{
	if (tracing())
		trace_does_it(does, kind, object, name, NULL);
}

static inline void trace_does_to(const char *does, const char *kind, const void *object,
                                 const char *name, const Links *waiters)
{
	if (tracing())
		trace_does_it(does, kind, object, name, waiters);
}

#endif
