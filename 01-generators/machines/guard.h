/* guard.h - pages that crash the program when they are touched. */
#ifndef ASYNCIO_GUARD_H
#define ASYNCIO_GUARD_H

#include <stddef.h>

/* Returns the size of a guard in bytes: whole pages, and at least 20 KiB, because a
 * function with a frame that is larger than the guard could skip the guard and write
 * below it. */
size_t guard_size(void);

/* Makes guard_size() bytes from low on, which is the beginning of a page, a guard,
 * in the cheapest way that works on this system. Fails with a negative errno if none
 * works, or if the system has no room for one more; that is reported on stderr, once
 * in the process. */
int guard_install(char *low);

#endif
