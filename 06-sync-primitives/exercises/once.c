/* once.c - calls a function that may wait only once, for many tasks.
 *
 * Ten tasks need a connection to the same server. The first of them opens it, which
 * takes a while, and the others wait for that instead of opening nine more. */
#include "once.h"

/* fn returns 0, or a negative errno. Returns 0 at once if it is done, also if tasks that
 * have waited for it have not run yet. Otherwise calls fn(arg), and it is done if that
 * returns 0. A task that comes while another one is in fn waits. If fn fails, its error
 * is returned to the task that has called it, and the next of the tasks that wait calls
 * fn again; the same if the task was cancelled in fn. A task that is cancelled while it
 * waits for another task returns -ECANCELED, and the others go on as if it had not
 * come. */
int once_do(Once *once, int (*fn)(void *arg), void *arg)
{
	return 0;
}
