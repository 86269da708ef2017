/* next_task.h - in a pass, mostly, a task follows a task. For each of them the loop calls
 * a function by its address, and this function saves six registers and restores them
 * afterwards, because a switch loses them. That is as much work as a switch. So a task's
 * step does not return to the loop as long as the next handle is a task's, too. Nothing
 * else changes: the same handles are taken off the same list, in the same order, up to
 * the end of the pass. */
#ifndef ASYNCIO_NEXT_TASK_H
#define ASYNCIO_NEXT_TASK_H

#include "forks.h" /* loop_running */
#include "tasks.h"

/* ==== Given: several tasks in one call ==== */

/* If the next handle of this pass calls step, takes the handle off the ready list, as the
 * loop does before it calls a handle, and returns the handle's task. Returns NULL if it
 * is the end of the pass, if another kind of handle is next, or if no loop runs any more
 * (then we are a child, which the last step has forked). In debug mode the handles of
 * tasks call another function, and while a run is watched a handle of the trace comes
 * between them. Then it returns NULL, too, and the loop calls each of them. */
static inline TaskObject *next_task(void (*step)(void *task))
{
	Loop *loop = loop_running;

	if (loop == NULL || loop->ready.next == &loop->end)
		return NULL;
	Handle *handle = container_of(loop->ready.next, Handle, links);
	if (handle->fn != step)
		return NULL;
	list_remove(&handle->links);
	handle->leave = NULL;
	return handle->arg;
}

#endif
