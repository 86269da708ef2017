/* named.h - for children whose loop is reported: no asserts. */
#ifndef NAMED_H
#define NAMED_H

#include "core.h"
#include "reported.h"

static inline void start(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
}

static inline Task *named(CoroutineFn *fn, void *arg, const char *name)
{
	Task *task = loop_create_task(loop, fn, arg);

	task_set_name(task, name);
	return task;
}

#endif
