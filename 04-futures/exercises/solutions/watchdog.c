/* watchdog.c - a timeout that is moved. Its deadline is a time of the loop, and not a
 * number of seconds, so a sign of life is the loop's time now and quiet seconds more.
 * The loop is that of the timeout's task; a watchdog whose block was not entered has no
 * task. quiet is stored when timeout_enter has accepted the task, and not before: a
 * second enter is refused, and must not change the seconds of the block that lasts. */
#include "watchdog.h"

#include <errno.h>

int watchdog_enter(Watchdog *dog, double quiet)
{
	if (!(quiet > 0))
		return -EINVAL;
	int error = timeout_enter(&dog->timeout, quiet);
	if (error == 0)
		dog->quiet = quiet;
	return error;
}

int watchdog_alive(Watchdog *dog)
{
	const Task *task = dog->timeout.task;

	if (task == NULL)
		return -EINVAL;
	return timeout_reschedule(&dog->timeout, loop_time(task->loop) + dog->quiet);
}

int watchdog_exit(Watchdog *dog, int error)
{
	return timeout_exit(&dog->timeout, error);
}
