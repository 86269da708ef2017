/* keep.h - those values of a generator that are wanted. */
#ifndef KEEP_H
#define KEEP_H

#include "generator.h"

/* What the body of keep gets. It lies in the caller's memory as long as the generator
 * lives. */
typedef struct Keep {
	Generator *source; /* from the first next on it belongs to keep, which frees it */
	bool (*wanted)(void *value);
} Keep;

int keep(void *arg, void **result);

#endif
