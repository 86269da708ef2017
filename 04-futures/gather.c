/* gather.c - a future that is done when others are: asyncio.gather. */
#include "gather_private.h"
#include "instruments/report.h"

#include <errno.h>
#include <stdlib.h>

#undef asyncio_gatherv

/* ==== Given: for reports ==== */

static void gather_tell(const Future *future, Report *report)
{
	const Gather *gather = (const Gather *)(const void *)future;

	report_say(report, "a gather, %zu of %zu done", gather->n - gather->left,
	           gather->n);
}

static bool gather_behind(const Future *future, Report *report, Behind *next)
{
	const Gather *gather = (const Gather *)(const void *)future;

	if (next->i == gather->n)
		return false;
	next->future = gather->children[next->i++].future;
	return true;
}

static const FutureReport gather_report = { gather_tell, gather_behind, false, NULL };

/* Later rungs bring these. Until then they do nothing, and return 0. */
static void gather_fail(Gather *gather, int status);
static int gather_refusal(const Loop *loop, Future *futures[], size_t n);
static void gather_close(void *gather);

static const FutureKind gather_kind = { "a gather", gather_cancel, future_dispose, true,
	                                &gather_report };

/* ==== 4.3.1: a future that is done when others are ==== */

/* Called when all children are done: takes back the handle closing and the handles of
 * the children, gives back the references to the children, and then the gather's
 * reference to itself, which may free it. */
static void gather_forget_children(void *arg)
{
	Gather *gather = arg;

	handle_cancel(&gather->closing);
	for (size_t i = 0; i < gather->n; i++) {
		handle_cancel(&gather->children[i].done);
		future_unref(gather->children[i].future);
	}
	future_unref(&gather->future);
}

/* Stores the value of each child in results, and its status in errors, as far as the
 * caller has given these arrays. */
static void gather_store(Gather *gather)
{
	for (size_t i = 0; i < gather->n; i++) {
		void *value;
		int status = future_result(gather->children[i].future, &value);
		if (gather->results != NULL)
			gather->results[i] = value;
		if (gather->errors != NULL)
			gather->errors[i] = status;
	}
}

/* Called when all children are done. A gather that is pending is FINISHED now: with its
 * outcome, and if that is 0, the arrays are filled first, and results is its value. A
 * gather that has failed before stays as it is. Then the gather forgets its children. */
static void gather_end(Gather *gather)
{
	if (!future_done(&gather->future)) {
		if (gather->outcome == 0)
			gather_store(gather);
		future_settle(&gather->future, FUTURE_FINISHED, gather->outcome,
		              gather->results);
	}
	gather_forget_children(gather);
}

/* Called when a child is done. Reads the child's status with future_result, even if the
 * gather has failed before, because an error that has been read is not reported. Hands
 * an error to gather_fail. One child fewer is left, and after the last one the gather
 * ends. */
static void child_done(void *arg)
{
	Child *child = arg;
	Gather *gather = child->gather;
	int status = future_result(child->future, NULL);

	if (status < 0)
		gather_fail(gather, status);
	if (--gather->left == 0)
		gather_end(gather);
}

/* Fills the slot of each child. Calls child_done at once for a future that is done, and
 * leaves the handle with one that is pending. A gather of nothing ends at once. */
static void gather_begin(Gather *gather, Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		Child *child = &gather->children[i];
		*child = (Child){ futures[i], HANDLE(child_done, child), gather };
		if (future_done(futures[i]))
			child_done(child);
		else
			future_add_done_callback(futures[i], &child->done);
	}
	if (n == 0)
		gather_end(gather);
}

/* Returns a pending gather with n slots for children, which gather_begin fills; n are
 * left. NULL: no memory. It has two references: the caller's, and its own. Its handle
 * closing, which calls gather_close, goes to the front of loop->closing
 * (handle_append(loop->closing.next, ...) does that): when the loop is closed, the
 * gather is closed before the tasks that wait for it. */
static Gather *gather_new(Loop *loop, size_t n, void *results[], int errors[])
{
	Gather *gather = malloc(sizeof *gather + n * sizeof(Child));

	if (gather == NULL)
		return NULL;
	*gather = (Gather){ .results = results, .errors = errors, .n = n, .left = n };
	future_init(&gather->future, loop, &gather_kind);
	gather->future.refs = 2;
	gather->closing = (Handle)HANDLE(gather_close, gather);
	handle_append(loop->closing.next, &gather->closing);
	return gather;
}

/* Returns the loop of the first future that is not NULL. If there is none, returns the
 * running loop, or NULL. */
static Loop *gather_loop(Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (futures[i] != NULL)
			return futures[i]->loop;
	}
	return asyncio_get_running_loop();
}

/* Makes a gather, unless there is no loop or gather_refusal refuses, and has it begin.
 * If there is none, the futures are taken even so: their references are given back. Then
 * it returns a future that has failed with the refusal, or NULL: no loop, or no
 * memory. */
Future *asyncio_gatherv(Future *futures[], size_t n, void *results[], int errors[])
{
	Loop *loop = gather_loop(futures, n);
	int refusal = loop == NULL ? 0 : gather_refusal(loop, futures, n);
	Gather *gather = NULL;

	if (loop != NULL && refusal == 0)
		gather = gather_new(loop, n, results, errors);
	if (gather != NULL) {
		gather_begin(gather, futures, n);
		return &gather->future;
	}
	for (size_t i = 0; i < n; i++)
		future_unref(futures[i]);
	return refusal < 0 ? future_failed(loop, refusal) : NULL;
}

/* ==== 4.3.2: the first error ==== */

/* Called when a child has failed with this status. If the caller has given no array for
 * errors, and the gather is pending, the gather is FINISHED now with that status, and
 * has no value. The other children run on. */
static void gather_fail(Gather *gather, int status)
{
	if (gather->errors == NULL && !future_done(&gather->future))
		future_settle(&gather->future, FUTURE_FINISHED, status, NULL);
}

/* Returns why these futures cannot be gathered: -ESHUTDOWN, the loop is closed; or else
 * -EINVAL, one of them belongs to another loop. 0: they can be. A NULL belongs to every
 * loop. */
static int gather_refusal(const Loop *loop, Future *futures[], size_t n)
{
	if (loop->closed)
		return -ESHUTDOWN;
	for (size_t i = 0; i < n; i++) {
		if (futures[i] != NULL && futures[i]->loop != loop)
			return -EINVAL;
	}
	return 0;
}

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

/* Called when the loop is closed, before the tasks are: the handle closing stands in
 * front of theirs. No callback will be called any more. So the gather is CANCELLED
 * (future_settle_cancelled; its children are not cancelled here), if it is pending: a
 * task that awaits it finds it done. References to children that are done are given
 * back, and their slots are NULL. Other children are kept, because tasks that have not
 * ended may refer to them: closing goes to the end of loop->closing, and calls
 * gather_forget_children there. */
static void gather_close(void *arg)
{
	Gather *gather = arg;

	if (!future_done(&gather->future))
		future_settle_cancelled(&gather->future);
	for (size_t i = 0; i < gather->n; i++) {
		if (!future_done(gather->children[i].future))
			continue;
		future_unref(gather->children[i].future);
		gather->children[i].future = NULL;
	}
	gather->closing.fn = gather_forget_children;
	handle_append(&gather->future.loop->closing, &gather->closing);
}
