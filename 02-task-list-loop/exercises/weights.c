/* weights.c - generators on a loop, some of which are resumed more often than others.
 *
 * task_list_add resumes each generator once in each pass. Here one of weight three is
 * resumed three times. */
#include "weights.h"

#include <errno.h>
#include <stdlib.h>

/* Has the loop resume the generator so many times in each pass, until it ends. As with
 * task_list_add the loop owns the generator: it frees it when it has ended, when the loop
 * is closed, and at once if this fails. Fails with -EINVAL if the weight is less than 1,
 * and as task_list_add does. */
int weighted_add(Loop *loop, Generator *generator, int weight)
{
	return 0;
}
