/* pipes.h - for tests of streams on the ends of pipes. */
#ifndef PIPES_H
#define PIPES_H

#include "wire.h"

static int ends[2];

/* Opens a stream for that end; the other one is theirs. */
static inline bool open_end(int ours)
{
	if (pipe(ends) < 0)
		return false;
	theirs = ends[1 - ours];
	int error = asyncio_open_connection_sock(ends[ours], &reader, &writer);
	if (error < 0)
		trace("no stream: %s", wire_error(error));
	return error == 0;
}

static inline void on(Loop *loop, CoroutineFn *fn)
{
	Task *task = loop_create_task(loop, fn, NULL);

	assert_non_null(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
}

#endif
