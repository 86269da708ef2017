/* debug.h - what ASYNCIO_DEBUG=1 watches of tasks. */
#ifndef ASYNCIO_DEBUG_H
#define ASYNCIO_DEBUG_H

#include "tasks.h"

typedef struct TaskDebug {
	void (*born)(TaskObject *task);
	/* Nothing refers to it any more. true: its memory stays as it is, for a while. */
	bool (*keeps)(TaskObject *task);
	/* A future that cannot be awaited: if it is a task that is gone, reports that. */
	void (*refused)(const Future *future);
} TaskDebug;

/* NULL: debug mode is off. */
extern const TaskDebug *task_debug;

/* Reads the environment, once in a process: when its first loop is made. */
void task_debug_look(void);

#endif
