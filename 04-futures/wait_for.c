/* wait_for.c - a wait with a limit of time: asyncio.wait_for. */
#include "wait_for.h"
#include "tasks_private.h"
#include "timeouts.h"

#include <errno.h>

/* ==== 4.4.7: a wait with a limit of time ==== */

/* Cancels the future, and waits with asyncio_wait until it has ended, which may take
 * time. Returns its status, but -ETIMEDOUT instead of -ECANCELED; or, if the wait has
 * failed because the task is cancelled, the error of the wait. */
static int cancel_and_wait(Future *future)
{
	future_cancel(future);
	int status = (int)asyncio_wait(&future, 1, -1, ALL_COMPLETED);
	if (status < 0)
		return status;
	status = future_result(future, NULL);
	return status == -ECANCELED ? -ETIMEDOUT : status;
}

/* Waits for the future inside a block with a timeout of so many seconds. Returns what
 * the block returns at its exit. */
static int wait_within(Future *future, double seconds)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, seconds);

	if (error == 0)
		error = future_wait(future);
	return timeout_exit(&timeout, error);
}

/* First stores NULL in *value. Refuses a time that is NaN. A future that is done is
 * awaited. Then it refuses the running task, and what wait_refusal refuses. Otherwise it
 * waits: with cancel_and_wait if seconds is 0, else with wait_within. However that ends,
 * the reference to the future is given back; if it is 0, the value is stored before. */
int asyncio_wait_for(Future *future, double seconds, void **value)
{
	if (value != NULL)
		*value = NULL;
	if (isnan(seconds))
		return -EINVAL;
	if (future_done(future))
		return await(future, value);
	int status = future == asyncio_current_task() ? -EDEADLK
	                                              : wait_refusal(&future, 1);
	if (status < 0)
		return status;
	status = seconds == 0 ? cancel_and_wait(future) : wait_within(future, seconds);
	if (status == 0)
		future_result(future, value);
	future_unref(future);
	return status;
}
