/* calls.h - handles that other threads leave for a loop, and that are recorded when they
 * are called. */
#ifndef CALLS_H
#define CALLS_H

#include "threads.h"

/* A call that is recorded, and the last of which ends the run. */
typedef struct Call {
	Handle handle;
	Loop *loop;
	const char *name;
	bool last;
	int status;
} Call;

static inline void called(void *arg)
{
	Call *call = arg;

	trace("%s", call->name);
	if (call->last)
		loop_stop(call->loop);
}

#define CALL(loop_, name_, last_)                                        \
	{                                                                \
		.loop = loop_, .name = name_, .last = last_, .status = 1 \
	}

static inline void give(Call *call)
{
	call->handle = (Handle)HANDLE(called, call);
	call->status = loop_call_soon_threadsafe(call->loop, &call->handle);
}

static inline void *gives_one(void *call)
{
	give(call);
	return NULL;
}

#endif
