/* stacks.c - how much of its stack a task uses. */
#include "stacks.h"

#include <stdint.h>

/* ==== Given: the stacks of tasks ==== */

bool task_stack_has(const TaskObject *task, const void *address)
{
	const Generator *generator = (const Generator *)(const void *)(task + 1);

	return (uintptr_t)address >= (uintptr_t)generator->stack->low &&
	       (uintptr_t)address <= (uintptr_t)task;
}

/* A generator that the task consumes may be the one that waits: then what has paused last
 * is not the task's stack but that generator's, which has the task as its resumer. (If
 * there is another one in between, the end of the task's stack is not known.) */
size_t task_stack_used(const TaskObject *task)
{
	const Generator *generator = (const Generator *)(const void *)(task + 1);
	const char *end = __builtin_frame_address(0);

	if (generator->state == GEN_CREATED || generator->state == GEN_CLOSED)
		return 0;
	if (generator->state == GEN_SUSPENDED)
		end = context_stack(&generator->context);
	if (!task_stack_has(task, end))
		end = context_stack(&generator->innermost->context);
	return task_stack_has(task, end) ? (size_t)((const char *)task - end) : 0;
}
