/* guard.h - pages that nobody can touch. */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* Makes [page, page + size) a guard, in the cheapest way that works here. Negative errno:
 * none works, or there are too many; that is said on stderr, once. */
int guard_install(char *page, size_t size);

#endif
