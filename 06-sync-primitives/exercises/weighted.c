/* weighted.c - a semaphore with weights.
 *
 * A machine has 8 GiB for all jobs. A job says how much it needs, and waits until there
 * is that much. A large job must not wait for ever because small ones come again and
 * again. */
#include "weighted.h"

/* Takes n permits, all at once, and waits until there are so many. Tasks get their
 * permits in the order in which they came: a task that waits holds up all those behind
 * it, even if there are enough permits for them. Returns 0; -EINVAL if n is less than 1
 * or more than there will ever be; or the error with which the wait has failed, and then
 * nothing was taken, and the tasks behind it do not wait for it any more. */
int weighted_acquire(Weighted *weighted, long n)
{
	return 0;
}

/* Gives n permits back. Returns 0; -EINVAL if n is less than 1; or -ERANGE if fewer than
 * n are taken. An error changes nothing. */
int weighted_release(Weighted *weighted, long n)
{
	return 0;
}
