/* guard.h - pages that nobody can touch, and a last word when somebody does. */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* Makes [page, page + size) a guard, in the cheapest way that works here. Negative errno:
 * none works, or there are too many; that is said on stderr, once. */
int guard_install(char *page, size_t size);

/* From now on a crash in this thread runs report(address), on a stack of its own, before it
 * takes its course. A program or sanitizer that handles SIGSEGV itself is left alone. */
void guard_watch(void (*report)(const void *address));

/* Undoes what guard_watch did for this thread. */
void guard_unwatch(void);

#endif
