/* awake.h - a future that no task of the loop sets. */
#ifndef AWAKE_H
#define AWAKE_H

#include "threads.h"

static Loop *loop;
static Future *future;
static Handle handle;

static void sets(void *unused)
{
	future_set_result(future, NULL);
}

static inline void begin(void)
{
	loop = new_loop();
	future = loop_create_future(loop);
	assert_non_null(future);
	handle = (Handle)HANDLE(sets, NULL);
}

static inline void end(void)
{
	future_unref(future);
	loop_free(loop);
}

/* A thread that says nothing for long, then wakes the loop. */
static inline void *wakes_late(void *unused)
{
	real_sleep(LONG);
	succeeds(loop_call_soon_threadsafe(loop, &handle));
	return NULL;
}

/* Does the test run under a sanitizer, valgrind or an emulator? */
static inline bool watched(void)
{
	return SANITIZED || getenv("RUN_UNDER") != NULL;
}

#endif
