/* counter.h - a callback of a signal that counts its calls, for tests that fork. */
#ifndef COUNTER_H
#define COUNTER_H

#include "../forked.h"
#include "caught.h"

typedef struct Counter {
	Loop *loop;
	int calls;
	Handle handle;
} Counter;

static inline void counts_and_stops(void *arg)
{
	Counter *counter = arg;

	counter->calls++;
	loop_stop(counter->loop);
}

/* Makes as many passes as a signal needs that has come, and one more. */
static inline void make_passes(Loop *loop)
{
	for (int i = 0; i < 4; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
}

#endif
