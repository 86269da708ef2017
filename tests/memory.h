/* memory.h - for a test in which there is no more memory. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdlib.h>
#include <sys/resource.h>

/* Has nothing left to give, until give_memory. */
static inline void take_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };
	char *volatile taken;

	setrlimit(RLIMIT_AS, &none);
	for (size_t n = 1 << 16; n >= 16; n /= 2) {
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
