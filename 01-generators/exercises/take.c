/* take.c - the first so many values of another generator: itertools.islice.
 *
 *   def take(source, most):
 *       for i in range(most):
 *           yield next(source)
 *
 * There is a mistake in it, which many have made: next(source) may raise StopIteration
 * when source ends sooner. */
#include "take.h"

/* The body of a generator; arg is a Take. Yields what source yields, at most `most`
 * times, and then ends with 0 and no result. It does not resume source more often than it
 * has to: after the last value it takes, source is not resumed. If source ends sooner, it
 * ends, too: with 0 and no result, or with the error with which source has failed. If an
 * error is thrown in, it ends with that. */
int take(void *arg, void **result)
{
	return 0;
}
