/* take.h - the beginning of what a generator yields. */
#ifndef TAKE_H
#define TAKE_H

#include "generator.h"

/* What the body of take gets. It lies in the caller's memory as long as the generator
 * lives. */
typedef struct Take {
	Generator *source; /* borrowed: the caller frees it */
	long most;
} Take;

int take(void *arg, void **result);

#endif
