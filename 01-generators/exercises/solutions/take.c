/* take.c - count before you call next. If the count is looked at afterwards, as in while
 * (next(...) == 1 && i++ < most), source is resumed once more than anybody wants: it may
 * wait for input then, or throw away a value that somebody else wanted. */
#include "take.h"

int take(void *arg, void **result)
{
	Take *t = arg;
	void *value;
	int status = 1;

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
