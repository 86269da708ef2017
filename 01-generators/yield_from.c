/* yield_from.c - a generator that delegates to another one. */
#include "generator.h"

/* ==== 1.3.3: a generator yields from another one ==== */

/* Passes an error, which was thrown into outer while it delegates to inner, on to
 * inner, and returns what generator_throw does. But if outer is being closed, inner
 * is closed: then it returns the error with which that fails, or else the error that
 * was thrown. */
static int generator_hand_on(Generator *outer, Generator *inner, int error, void **value)
{
	if (!outer->closing)
		return generator_throw(inner, error, value);
	int status = generator_close(inner);
	return status < 0 ? status : error;
}

/* In each round, what inner has yielded goes out, and what comes in goes to inner.
 * In the end *result is the value of inner, or NULL if the status is an error. */
int generator_yield_from(Generator *inner, void **result)
{
	Generator *outer = generator_current;
	void *value = NULL, *sent;
	int status = outer == NULL ? -EPERM : generator_next(inner, &value);

	while (status == 1) {
		int error = generator_yield(value, &sent);
		if (error == 0)
			status = generator_send(inner, sent, &value);
		else
			status = generator_hand_on(outer, inner, error, &value);
	}
	if (result != NULL)
		*result = status < 0 ? NULL : value;
	return status;
}
