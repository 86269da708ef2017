/* weights.c - generators on a loop, some of which are resumed more often than others.
 *
 * task_list_add resumes each generator once in each pass. Here one of weight three is
 * resumed three times. */
#include "weights.h"

#include <errno.h>
#include <stdlib.h>

/* Has the loop resume the generator so many times in each pass, one after the other,
 * until it ends. As with task_list_add, the loop owns the generator: it frees the
 * generator when that has ended, when the loop is closed (but not in a child of fork, see
 * member_close), and at once if this function fails. If the generator fails, its name and
 * the reason are reported on stderr. Fails as task_list_add does; if nothing else is
 * wrong, fails with -EINVAL if the weight is less than 1. */
int weighted_add(Loop *loop, Generator *generator, int weight)
{
	return 0;
}
