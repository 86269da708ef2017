/* permutations.c - all orders of some letters: itertools.permutations.
 *
 * A recursive function that prints its results is easy to write. A program that wants to
 * *use* the results, one at a time, has to turn that function inside out, unless the
 * function can pause. */
#include "permutations.h"

#include <string.h>

/* The body of a generator; arg is a string of at most 12 letters, which it changes while
 * it runs, and which is as before when it has ended. Yields that string in each order of
 * its letters, in the order of itertools.permutations: abc acb bac bca cab cba. If an
 * error is thrown in, it ends with that. */
int permutations(void *arg, void **result)
{
	return 0;
}
