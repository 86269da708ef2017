/* keep.c - those values that are wanted, of another generator: Python's filter.
 *
 * A pipeline of generators is built from the inside out, and the program keeps no
 * pointers to the inner ones. So each stage owns the one before it, and frees it when it
 * ends. */
#include "keep.h"

/* The body of a generator; arg is a Keep. Yields those values of source for which wanted
 * returns true. Ends when source ends, with the same status and the same result. If an
 * error is thrown in, it ends with that. However it ends, it frees source before, so
 * that source can clean up. */
int keep(void *arg, void **result)
{
	return 0;
}
