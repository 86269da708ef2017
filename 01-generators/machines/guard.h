/* guard.h - pages that nobody can touch. */
#ifndef ASYNCIO_GUARD_H
#define ASYNCIO_GUARD_H

#include <stddef.h>

/* How large a guard is, in bytes: whole pages, and twenty KiB at least, for a frame
 * that is larger than the guard can step over it unseen. */
size_t guard_size(void);

/* Makes the bytes from low, the beginning of a page, a guard, in the cheapest way that
 * works here. Negative errno: none works, or there are too many; that is said on
 * stderr, once. */
int guard_install(char *low);

#endif
