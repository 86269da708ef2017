/* overflow.h - a last word, when a stack overflows. */
#ifndef ASYNCIO_OVERFLOW_H
#define ASYNCIO_OVERFLOW_H

#include <stddef.h>

/* From now on a crash in this thread, at an address that owner_at knows as the guard
 * page of somebody's stack, is told on stderr, with the name that it returned and the
 * size in bytes that it stored, before it takes its course. A program or a sanitizer
 * that handles SIGSEGV itself is left alone. */
typedef const char *StackOwnerAt(const void *address, size_t *size);

void overflow_watch(StackOwnerAt *owner_at);

/* Undoes that for this thread. */
void overflow_unwatch(void);

#endif
