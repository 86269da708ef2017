/* run_until.c - a loop that runs until a future is done. */
#include "runners.h"
#include "tasks_private.h"

#include <errno.h>

/* ==== 4.1.3: a loop that runs until the value is there ==== */

static void run_is_over(void *loop)
{
	loop_stop(loop);
}

/* Returns 0 if the loop can run until the future is done. Otherwise returns the first of
 * these that applies: -ENOMEM, the future is NULL; -ESHUTDOWN, the loop is closed;
 * -EBUSY, a loop runs in this thread; what task_not_awaited returns for -EINVAL, if the
 * future belongs to another loop. */
static int run_refusal(const Loop *loop, const Future *future)
{
	if (future == NULL)
		return -ENOMEM;
	if (loop->closed)
		return -ESHUTDOWN;
	if (asyncio_get_running_loop() != NULL)
		return -EBUSY;
	return future->loop == loop ? 0 : task_not_awaited(future, -EINVAL);
}

/* Runs the loop, with one more callback of the future, which calls run_is_over. During
 * the run loop->waiting counts one more, because the caller waits, although it is no
 * task. The handle lies on this stack, so it is nowhere again before the function
 * returns. task_running (of step 4.2) is NULL during the run, and afterwards what it was
 * before: a task that has forked may run a loop in the child. Returns 0 if the future is
 * done then, however the run has ended (in a child of fork, for example); otherwise the
 * error of the run; or -EINTR, if the loop was stopped. */
int run_until_done(Loop *loop, Future *future)
{
	Handle done = HANDLE(run_is_over, loop);
	TaskObject *outer = task_running;

	future_add_done_callback(future, &done);
	loop->waiting++;
	task_running = NULL;
	int status = loop_run_forever(loop);
	task_running = outer;
	loop->waiting--;
	handle_cancel(&done);
	if (future_done(future))
		return 0;
	return status < 0 ? status : -EINTR;
}

/* Stores NULL in result, which may be NULL, first. If the run is refused, or if it ends
 * before the future is done, returns the reason: the reference is still the caller's.
 * Otherwise reads the future's outcome, gives the reference back, and returns the
 * outcome. */
int loop_run_until_complete(Loop *loop, Future *future, void **result)
{
	int status = run_refusal(loop, future);

	if (result != NULL)
		*result = NULL;
	if (status == 0)
		status = run_until_done(loop, future);
	if (status < 0)
		return status;
	status = future_result(future, result);
	future_unref(future);
	return status;
}
