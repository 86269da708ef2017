/* stacks.h - how much of its stack a task uses. */
#ifndef ASYNCIO_STACKS_H
#define ASYNCIO_STACKS_H

#include "tasks.h"

/* Returns how many bytes of its stack a task uses now; 0: it has not begun, or that is
 * not known. */
size_t task_stack_used(const TaskObject *task);

/* For debug mode. Clears the stack of a new task of what another one has left there, so
 * that task_stack_most returns how many bytes of it the task has used at most: those from
 * the lowest one on that is not zero. 0: that is not known, because sanitizers and
 * valgrind do not like it if one looks. */
void task_stack_clear(TaskObject *task);
size_t task_stack_most(const TaskObject *task);

/* Returns whether an address is that of a task, or lies in its stack below. */
bool task_stack_has(const TaskObject *task, const void *address);

#endif
