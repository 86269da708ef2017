/* keep.c - one way out of the loop, and one generator_free behind it. The result of
 * source lives in source, so it has to be read before source is freed; only the pointer
 * is kept, and what it points to is not source's.
 *
 * A keep that was never resumed never ran, and cannot free source: the program that
 * closes it has to do that then. That is why the comment says "from the first next on";
 * Python has the same gap, but its garbage collector closes it. */
#include "keep.h"

int keep(void *arg, void **result)
{
	Keep *k = arg;
	void *value;
	int status;

	while ((status = generator_next(k->source, &value)) == 1) {
		status = k->wanted(value) ? generator_yield(value, NULL) : 0;
		if (status < 0)
			break;
	}
	if (status == 0)
		*result = value;
	generator_free(k->source);
	return status;
}
