/* forking.h - a loop that a callback of it forks in the middle of a run. */
#ifndef FORKING_H
#define FORKING_H

#include "events.h"
#include "forked.h"

static Loop *loop;
static bool in_child;

/* The child goes on where the parent does: it returns to the loop that has called it. */
static inline void forks(void *unused)
{
	in_child = is_forked();
	if (in_child)
		trace("running:%d", asyncio_get_running_loop() != NULL);
}

/* Runs the loop, and in the child traces what came of it, and ends. */
static inline void run(void)
{
	int status = loop_run_forever(loop);
	if (!in_child) {
		assert_int_equal(status, 0);
		return;
	}
	trace("run:%s", status == -ESHUTDOWN ? "ESHUTDOWN" : "?");
	loop_free(loop);
	_exit(3);
}

#endif
