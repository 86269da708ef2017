/* memory.h - memory for stacks, from the system. */
#ifndef ASYNCIO_MEMORY_H
#define ASYNCIO_MEMORY_H

#include <stddef.h>

/* Returns size bytes, which are whole pages and all zero; no page of them has memory
 * yet. munmap releases them. NULL: there is no memory. */
char *memory_map(size_t size);

/* Asks the system for memory for the page in which address lies, which will be
 * written for the first time soon. To ask for a page takes less time than a page
 * fault. */
void memory_provide(char *address);

/* Returns the memory of the pages from low, which is the beginning of a page, up to
 * high to the system, except for the page in which high lies. If high lies in the first
 * page, nothing happens. The pages stay mapped: they have no memory until they are
 * touched again. */
void memory_drop(char *low, char *high);

#endif
