/* memory.h - memory for stacks, from the system. */
#ifndef ASYNCIO_MEMORY_H
#define ASYNCIO_MEMORY_H

#include <stddef.h>

/* size bytes, whole pages, all of them zero and untouched. munmap returns them. NULL:
 * there is no memory. */
char *memory_map(size_t size);

/* Has the system provide the page that holds address, which is about to be written for
 * the first time. To ask for a page costs less than to be interrupted for want of it. */
void memory_provide(char *address);

/* Returns the pages between low, the beginning of a page, and high to the system, but not
 * the one that holds high: they stay mapped, and are as good as untouched. */
void memory_drop(char *low, char *high);

#endif
