/* stacks.h - how much of its stack a task uses. */
#ifndef ASYNCIO_STACKS_H
#define ASYNCIO_STACKS_H

#include "tasks.h"

/* Returns how many bytes of its stack a task uses now; 0: it has not begun, or that is
 * not known. */
size_t task_stack_used(const TaskObject *task);

/* Returns whether an address is that of a task, or lies in its stack below. */
bool task_stack_has(const TaskObject *task, const void *address);

#endif
