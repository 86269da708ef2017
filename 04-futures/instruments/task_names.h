/* task_names.h - Task-1, Task-2 and so on. Most of them are never read, and to make a
 * name of a number costs more than all the rest of a task: so they are counted in
 * letters. */
#ifndef ASYNCIO_TASK_NAMES_H
#define ASYNCIO_TASK_NAMES_H

#include "stack.h"

#include <string.h>

/* The name of this thread's next task, and its last digit, which is kept apart: what has
 * just been written in letters is slow to read in one piece. */
typedef struct NextName {
	char text[sizeof((CallStack *)0)->name];
	size_t last;
	char digit;
} NextName;

extern _Thread_local NextName next_name;

/* After 9 comes 0, and a carry. */
void next_name_carry(void);

/* ==== Given: names that count ==== */

static inline void name_next(CallStack *stack)
{
	memcpy(stack->name, next_name.text, sizeof stack->name);
	stack->name[next_name.last] = next_name.digit;
	if (next_name.digit++ == '9')
		next_name_carry();
}

#endif
