/* overflow.h - when a stack overflows, a message says which one. */
#ifndef ASYNCIO_OVERFLOW_H
#define ASYNCIO_OVERFLOW_H

#include <stddef.h>

/* Returns the name of the stack in whose guard the address lies, and stores its size
 * in bytes; NULL: the address lies in no guard. */
typedef const char *StackOwnerAt(const void *address, size_t *size);

/* From now on, when this thread crashes at an address that owner_at knows, the
 * overflow is reported on stderr, with the name and the size; then the process ends
 * by the signal. If the program or a sanitizer handles SIGSEGV, nothing is changed. */
void overflow_watch(StackOwnerAt *owner_at);

/* Releases what overflow_watch has taken for this thread. */
void overflow_unwatch(void);

#endif
