/* waits.c - several futures, of which some are enough: asyncio.wait. */
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

/* What one call of asyncio_wait knows. It lies on the stack of the task that waits. */
typedef struct Wait {
	Future enough; /* what the task waits for. No other task knows this future, so
	                    a cancellation request stops here */
	size_t left;   /* how many of the futures are not done */
	int return_when;
	const struct Watch *watches; /* of all futures, for reports */
	size_t n;                    /* how many watches are set */
} Wait;

/* One of the futures, and the handle that is called when it is done. */
typedef struct Watch {
	Handle done;
	Future *future;
	Wait *wait;
} Watch;

/* ==== Given: for reports ==== */

static void wait_tell(const Future *future, Report *report)
{
	static const char *const ends[] = { "the first", "the first to fail, or all",
		                            "all" };
	const Wait *wait = (const Wait *)(const void *)future;

	report_say(report, "%s of %zu futures, %zu done", ends[wait->return_when],
	           wait->n, wait->n - wait->left);
}

static bool wait_behind(const Future *future, Report *report, Behind *next)
{
	const Wait *wait = (const Wait *)(const void *)future;

	if (next->i == wait->n)
		return false;
	next->future = wait->watches[next->i++].future;
	return true;
}

static const FutureReport wait_report = { wait_tell, wait_behind, false, NULL };

static const FutureKind wait_kind = { "the first of several futures, or all of them",
	                              future_settle_cancelled, NULL, false,
	                              &wait_report };

/* Rung 4.3.4 brings this. Until then it returns false. */
static bool wait_is_enough(const Wait *wait, Future *done);

/* ==== 4.3.3: a wait for all of them, or until a time is up ==== */

/* Called when a future is done: one fewer is left. If none is left, or wait_is_enough
 * says that this one is enough, the future enough gets its result, NULL; if it has one
 * already, nothing changes. */
static void watch_is_done(void *arg)
{
	Watch *watch = arg;
	Wait *wait = watch->wait;

	if (--wait->left == 0 || wait_is_enough(wait, watch->future))
		future_set_result(&wait->enough, NULL);
}

/* Returns what tasks_private.h says. A NULL among the futures belongs to every loop.
 * A refusal with -EINVAL is what task_not_awaited returns, which
 * debug mode needs to know. */
int wait_refusal(Future *futures[], size_t n)
{
	if (task_running == NULL)
		return -EPERM;
	for (size_t i = 0; i < n; i++) {
		if (futures[i] != NULL && futures[i]->loop != task_running->future.loop)
			return task_not_awaited(futures[i], -EINVAL);
	}
	return 0;
}

/* Leaves a handle with each future, even with one that is done: the loop calls that in
 * the next pass. When all are set, stores them in the wait for reports, and waits for
 * the future enough. However that ends, all handles are taken back afterwards. Returns
 * what future_wait has returned. */
static int wait_watch(Wait *wait, Watch *watches, Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		Watch *watch = &watches[i];
		*watch = (Watch){ HANDLE(watch_is_done, watch), futures[i], wait };
		future_add_done_callback(futures[i], &watch->done);
	}
	wait->watches = watches;
	wait->n = n;
	int error = future_wait(&wait->enough);
	for (size_t i = 0; i < n; i++)
		handle_cancel(&watches[i].done);
	return error;
}

/* Sorts the array: the futures that are done now come first, and the others after them,
 * both in the order in which they stand in watches. Returns how many are done, which may
 * be more than the task was woken for. */
static size_t wait_sort(const Watch *watches, Future *futures[], size_t n)
{
	size_t to = 0, rest = 0;

	for (size_t i = 0; i < n; i++)
		rest += future_done(futures[i]);
	for (size_t i = 0; i < n; i++) {
		Future *future = watches[i].future;
		futures[future_done(future) ? to++ : rest++] = future;
	}
	return to;
}

/* Arguments that make no sense come before what wait_refusal says. The watches are
 * allocated; but a wait for one future has its watch on the stack, so it never fails
 * with -ENOMEM. A timer sets the future enough when the time is up (time_is_up), unless
 * the limit is negative. (A closed loop takes no timer, and the wait fails.) After a
 * wait that has failed the array is not sorted. */
ssize_t asyncio_wait(Future *futures[], size_t n, double timeout, int return_when)
{
	ssize_t status = wait_refusal(futures, n);
	Wait wait = { .left = n, .return_when = return_when };
	Handle limit = HANDLE(time_is_up, &wait.enough);

	if (n == 0 || isnan(timeout) || return_when < FIRST_COMPLETED ||
	    return_when > ALL_COMPLETED)
		return -EINVAL;
	if (status < 0)
		return status;
	Watch one, *watches = n == 1 ? &one : calloc(n, sizeof *watches);
	if (watches == NULL)
		return -ENOMEM;
	future_init(&wait.enough, task_running->future.loop, &wait_kind);
	if (timeout >= 0)
		loop_call_later(wait.enough.loop, timeout, &limit);
	status = wait_watch(&wait, watches, futures, n);
	handle_cancel(&limit);
	if (status == 0)
		status = (ssize_t)wait_sort(watches, futures, n);
	if (watches != &one)
		free(watches);
	return status;
}

/* ==== 4.3.4: a wait for enough of them ==== */

/* Returns whether this future, which is done, is enough, although others are left: with
 * FIRST_COMPLETED every one is, with FIRST_EXCEPTION one that has failed. To be
 * cancelled is not to fail (future_cancelled); but a gather that is FINISHED with
 * -ECANCELED, because a child of it was cancelled, has failed. Reads the error of a
 * future only if that counts. */
static bool wait_is_enough(const Wait *wait, Future *done)
{
	if (wait->return_when == FIRST_EXCEPTION)
		return !future_cancelled(done) && future_result(done, NULL) < 0;
	return wait->return_when == FIRST_COMPLETED;
}
