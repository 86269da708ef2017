/* gather_cancel.c - to cancel a gather is to cancel its children. */
#include "gather_private.h"

/* Later rungs bring these. Until then they return NULL, NULL and false. */
static Gather *gather_enter(Gather *gather, Future *future, const Request *request);
static Gather *gather_leave(Gather *gather);
static bool gather_breaks_circle(Gather *gather, Future *future, const Request *request);

/* ==== 4.4.4: a gather is cancelled ==== */

/* Cancels the next child: begins a request for it, cancels what is left, and ends the
 * request. If that returns true, the gather has accepted its own request, too
 * (cancelling.accepted). Returns the gather to go on with, which is this one.
 *
 * There are two exceptions, and they are asked in this order. What is left may be a
 * gather in turn: then gather_enter returns that gather, which is what to go on with, and
 * the request ends later. And if gather_breaks_circle returns true, the request counts
 * as accepted: nothing is cancelled, and the request ends. */
static Gather *gather_cancel_next(Gather *gather)
{
	Future *child = gather->children[gather->cancelling.next++].future;
	Request request;
	Future *future = request_begin(&request, child);
	Gather *inner = gather_enter(gather, future, &request);

	if (inner != NULL)
		return inner;
	bool accepted = gather_breaks_circle(gather, future, &request) ||
	                future_cancel(future);
	if (request_end(&request, accepted))
		gather->cancelling.accepted = true;
	return gather;
}

/* Called when all children have been cancelled. The gather is not being cancelled any
 * more. If a child has accepted, the outcome of the gather will be -ECANCELED, even if
 * all children end well. Returns what gather_leave returns: the gather to go on with, or
 * NULL. */
static Gather *gather_cancel_end(Gather *gather)
{
	gather->cancelling.now = false;
	if (gather->cancelling.accepted)
		gather->outcome = -ECANCELED;
	return gather_leave(gather);
}

/* Cancels every child that is not done: begins anew (now is true, all else 0), then
 * calls gather_cancel_next as long as the gather with which it goes on has a child left,
 * and gather_cancel_end when it has none, until there is no gather to go on with.
 * Returns whether this gather has accepted the request. It stays pending until its
 * children have ended. */
bool gather_cancel(Future *future)
{
	Gather *outermost = (Gather *)(void *)future, *gather = outermost;

	gather->cancelling = (struct Cancelling){ .now = true };
	while (gather != NULL)
		gather = gather->cancelling.next < gather->n ? gather_cancel_next(gather)
		                                             : gather_cancel_end(gather);
	return outermost->cancelling.accepted;
}

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

/* Returns the gather that this future is, if it is pending; NULL: it is none. The kind
 * of a gather has gather_cancel. */
static Gather *gather_pending(Future *future)
{
	if (future_done(future) || future->kind->cancel != gather_cancel)
		return NULL;
	return (Gather *)(void *)future;
}

/* If future is a pending gather, and is not being cancelled already, begins to cancel
 * it: it remembers this gather as the one above it, and the request that has led to it.
 * Returns it; NULL: it is no such gather. So gathers of gathers are cancelled in a loop,
 * and not by recursion: recursion would overflow the stack of a task after some hundred
 * levels. */
static Gather *gather_enter(Gather *gather, Future *future, const Request *request)
{
	Gather *inner = gather_pending(future);

	if (inner == NULL || inner->cancelling.now)
		return NULL;
	inner->cancelling = (struct Cancelling){ .now = true,
		                                 .above = gather,
		                                 .request = *request };
	return inner;
}

/* Called when all children of the gather have been cancelled. Returns the gather above;
 * NULL: this is the outermost. First it ends the request that has led to this gather; if
 * that was accepted, a child of the gather above has accepted. */
static Gather *gather_leave(Gather *gather)
{
	Gather *above = gather->cancelling.above;

	if (above != NULL &&
	    request_end(&gather->cancelling.request, gather->cancelling.accepted))
		above->cancelling.accepted = true;
	return above;
}

/* Returns whether future is a gather that is being cancelled already. Then it waits, in
 * a circle, for a child of its own, and the circle is broken: at the last task of the
 * request, or, if the request has reached no task, at the last task of the request that
 * has led to this gather, or to the one above, and so on. (There is one. A gather is
 * younger than its children, so a circle leads through a task that has begun to wait
 * later.) */
static bool gather_breaks_circle(Gather *gather, Future *future, const Request *request)
{
	const Gather *inner = gather_pending(future);
	TaskObject *last = request->last;

	if (inner == NULL || !inner->cancelling.now)
		return false;
	for (; last == NULL; gather = gather->cancelling.above)
		last = gather->cancelling.request.last;
	return task_break_circle(last);
}
