/* same_fringe.c - do two trees have the same leaves, from left to right, even if they
 * branch differently?
 *
 * An old riddle, for which coroutines are the known answer. To write all leaves into two
 * arrays first is easy, and wasteful if already the first ones differ. */
#include "same_fringe.h"

/* Returns 1 if the letters of the leaves of both trees are the same, from left to right,
 * 0 if not, and -ENOMEM if there is no memory. Calls leaf_seen for each leaf that it
 * looks at, and looks at no leaf behind the first one that differs. Neither tree is
 * changed. */
int same_fringe(Tree *a, Tree *b)
{
	return 0;
}
