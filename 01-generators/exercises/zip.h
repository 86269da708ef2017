/* zip.h - two generators side by side. */
#ifndef ZIP_H
#define ZIP_H

#include "generator.h"

typedef struct Pair {
	void *left, *right;
} Pair;

/* What the body of zip gets. It lies in the caller's memory as long as the generator
 * lives. */
typedef struct Zip {
	Generator *left, *right; /* borrowed: the caller frees them */
} Zip;

int zip(void *arg, void **result);

#endif
