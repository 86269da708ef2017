/* waits.c - several futures, of which some are enough: asyncio.wait. */
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

/* Somebody waits, and this is on the waiting stack. */
typedef struct Wait {
	Future enough; /* what the task itself waits for: nobody else knows of it, so to
	                  cancel the task stops here */
	size_t left;   /* how many are not done */
	int return_when;
	const struct Watch *watches; /* the others, for reports */
	size_t n;
} Wait;

/* One of the others, and the handle that is called when it is done. */
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

static const FutureReport wait_report = { wait_tell, wait_behind, false };

/* ==== Step 4.3: several at once ==== */

static const FutureKind wait_kind = { "the first of several futures, or all of them",
	                              future_settle_cancelled, NULL, false,
	                              &wait_report };

/* One that was cancelled has not failed. */
static void watch_is_done(void *arg)
{
	Watch *watch = arg;
	Wait *wait = watch->wait;
	bool enough = --wait->left == 0 || wait->return_when == FIRST_COMPLETED;

	if (!enough && wait->return_when == FIRST_EXCEPTION)
		enough = !future_cancelled(watch->future) &&
		         future_result(watch->future, NULL) < 0;
	if (enough)
		future_set_result(&wait->enough, NULL);
}

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

/* Even those that are done are asked by way of the loop. */
static int wait_watch(Wait *wait, Watch *watches, Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		Watch *watch = &watches[i];
		*watch = (Watch){ HANDLE(watch_is_done, watch), futures[i], wait };
		future_add_done_callback(futures[i], &watch->done);
	}
	wait->watches = watches; /* all of them are set */
	wait->n = n;
	int error = future_wait(&wait->enough);
	for (size_t i = 0; i < n; i++)
		handle_cancel(&watches[i].done);
	return error;
}

/* What is done now, which may be more than what woke us, comes first. */
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
