/* in_a_child.h - what the tests of threads and fork share. */
#ifndef IN_A_CHILD_H
#define IN_A_CHILD_H

#include "../forked.h"
#include "thread_count.h"
#include "threads.h"

static int calls;

static inline void counts(void *unused)
{
	calls++;
}

static inline void make_passes(Loop *loop, int n)
{
	for (int i = 0; i < n; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
}

#endif
