/* zip.c - pairs of what two generators yield: Python's zip.
 *
 * It ends with the shorter one. Which one may have lost a value then? */
#include "zip.h"

/* The body of a generator; arg is a Zip. Yields a Pair *, with the next value of left
 * and the next one of right, which holds until the generator is resumed. Ends with 0 as
 * soon as one of the two has ended; if left has, right is not resumed any more. If one
 * of them fails, it fails with that error. If an error is thrown in, it ends with
 * that. */
int zip(void *arg, void **result)
{
	return 0;
}
