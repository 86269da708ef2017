/* take.c - count before you call next. If the count is looked at afterwards, as in while
 * (next(...) == 1 && i++ < most), source is resumed once too often: it may wait for
 * input then, or lose a value that the program wanted to take from it later. */
#include "take.h"

int take(void *arg, void **result)
{
	Take *t = arg;
	void *value;
	int status;

	for (long i = 0; i < t->most; i++) {
		status = generator_next(t->source, &value);
		if (status != 1)
			return status;
		status = generator_yield(value, NULL);
		if (status < 0)
			return status;
	}
	return 0;
}
