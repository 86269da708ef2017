/* watchdog.c - ends a block in which nothing has happened for some time.
 *
 * A download of a gigabyte may take an hour. A limit of an hour would also wait an hour
 * for a server that is dead. What is wanted is a limit that begins anew with each
 * piece. */
#include "watchdog.h"

#include <errno.h>

/* The beginning of the block, for the running task. If no sign of life comes within
 * quiet seconds, the task is cancelled. Refuses what timeout_enter refuses; and with
 * -EINVAL, if quiet is not positive. An enter that is refused changes nothing: a block
 * that lasts keeps its seconds. */
int watchdog_enter(Watchdog *dog, double quiet)
{
	return 0;
}

/* A sign of life: from now on the task has quiet seconds again. Any task may call it, as
 * long as the block lasts. -EINVAL: no task is in the block, or the time was up
 * already. */
int watchdog_alive(Watchdog *dog)
{
	return 0;
}

/* The end of the block, on every path, with the error of the body, or 0. Returns that
 * error; but -ETIMEDOUT instead of -ECANCELED, if the watchdog has cancelled the task and
 * no other task has. If both have, even in the same pass, -ECANCELED is returned, and the
 * request of the other task is not lost. -EINVAL: the block was not entered, and there is
 * no error. */
int watchdog_exit(Watchdog *dog, int error)
{
	return error;
}
