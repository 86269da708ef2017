/* prefetch.h - fetches from memory now what will be needed soon. A processor that needs
 * something that is not in its cache waits for as long as it takes to run 300
 * instructions. If it is told earlier, it does other work meanwhile. */
#ifndef ASYNCIO_PREFETCH_H
#define ASYNCIO_PREFETCH_H

/* In bytes: a line of the cache, and how much of its stack a paused task mostly uses. */
enum { CACHE_LINE = 64, STACK_IN_USE = 1024 };

/* ==== Given: speed, and nothing else ==== */

/* Fetches the stack of a task that will run soon, from this variable of the function in
 * which the task is paused up to the task itself. With a thousand tasks no cache holds
 * all stacks, and each stack is a page of its own, which the processor has to look up
 * besides. Changes nothing; an address without memory does no harm. */
static inline void stack_prefetch(const void *variable)
{
	for (int i = 0; i < STACK_IN_USE; i += CACHE_LINE)
		__builtin_prefetch((const char *)variable + i);
}

#endif
