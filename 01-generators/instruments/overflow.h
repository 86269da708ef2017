/* overflow.h - a last word, when a stack overflows. */
#ifndef ASYNCIO_OVERFLOW_H
#define ASYNCIO_OVERFLOW_H

/* From now on a crash in this thread, at an address that owner_at knows as the guard
 * page of somebody's stack, is told on stderr, with the name that it returned, before
 * it takes its course. A program or a sanitizer that handles SIGSEGV itself is left
 * alone. */
void overflow_watch(const char *(*owner_at)(const void *address));

/* Undoes that for this thread. */
void overflow_unwatch(void);

#endif
