/* watchdog.c - a timeout that is moved. Its deadline is a time of the loop, and not a
 * number of seconds, so a sign of life is the loop's time now and quiet seconds more.
 * watchdog_alive may be called by a task that reads on behalf of the one in the block;
 * therefore the loop is that of the timeout's task, and a watchdog whose block was not
 * entered has none. */
#include "watchdog.h"

#include <errno.h>

int watchdog_enter(Watchdog *dog, double quiet)
{
	if (!(quiet > 0))
		return -EINVAL;
	dog->quiet = quiet;
	return timeout_enter(&dog->timeout, quiet);
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
