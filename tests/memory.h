/* memory.h - for a test in which there is no more memory. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdlib.h>
#include <sys/resource.h>

/* Leaves nothing, until give_memory: takes all that there is of each size, since an
 * allocator may have some left of one size when it has none of the next larger one. */
static inline void take_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };
	char *volatile taken;

	setrlimit(RLIMIT_AS, &none);
	for (size_t n = 1 << 16; n >= 16; n -= n > 2048 ? n / 2 : 16) {
		while ((taken = malloc(n)) != NULL)
			;
	}
}

static inline void give_memory(void)
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_AS, &all);
}

#endif
