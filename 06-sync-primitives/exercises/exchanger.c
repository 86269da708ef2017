/* exchanger.c - two tasks meet, and each gets what the other one has.
 *
 * A task fills buffers and another one empties them. When both are ready they exchange
 * the full buffer for the empty one, and nothing is allocated. */
#include "exchanger.h"

/* If no task waits at the exchanger: waits until another task comes. If a task waits:
 * takes what that task has, gives it mine, wakes it, and returns without waiting; the
 * next task to come waits again, even if the woken one has not run yet. Returns 0, and
 * *theirs is what the other task had. If the wait fails, returns the error, and *theirs
 * is NULL if no task had come. If a task had come, it has left with mine, and *theirs is
 * what it had, although an error is returned: nothing is lost. */
int exchange(Exchanger *exchanger, void *mine, void **theirs)
{
	return 0;
}
