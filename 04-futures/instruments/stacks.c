/* stacks.c - how much of its stack a task uses. */
#include "stacks.h"
#include "instruments/sanitizers.h"

#include <stdint.h>
#include <string.h>

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

/* Returns the lowest word below the task that is not zero. To read a page that was never
 * used costs no memory, on most systems. */
static char *stack_lowest(const TaskObject *task)
{
	const Generator *generator = (const Generator *)(const void *)(task + 1);
	uintptr_t *word = (uintptr_t *)(void *)generator->stack->low;

	while ((const char *)word < (const char *)task && *word == 0)
		word++;
	return (char *)word;
}

/* The memory of a new stack is zero, and so there is nothing to paint: what was used
 * before is made zero again. What the first switch needs lies at the very top, and
 * stays. */
void task_stack_clear(TaskObject *task)
{
	const Generator *generator = (const Generator *)(const void *)(task + 1);
	const char *top = context_stack(&generator->context);
	char *lowest;

	if (memory_is_watched())
		return;
	lowest = stack_lowest(task);
	if (lowest < top)
		memset(lowest, 0, (size_t)(top - lowest));
}

size_t task_stack_most(const TaskObject *task)
{
	if (memory_is_watched())
		return 0;
	return (size_t)((const char *)task - stack_lowest(task));
}
