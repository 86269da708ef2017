/* gather.c - a future that is done when others are. */
#include "gather.h"
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

#undef asyncio_gatherv

/* One of the others, and the handle that is called when it is done. */
typedef struct Child {
	Future *future;
	Handle done;
	struct Gather *gather;
} Child;

/* Besides its maker's reference it has one of its own, until the last child has
 * finished: it may have failed long before, and nobody may want it any more. */
typedef struct Gather {
	Future future;  /* first: it is one */
	Handle closing; /* in loop->closing until then */
	void **results;
	int *errors;    /* NULL: the first error ends it */
	int outcome;    /* 0; -ECANCELED: it was asked to end, so it will end like that */
	size_t n, left; /* how many have not finished */
	struct Asking { /* while it is being cancelled */
		struct Gather *above; /* whose child, or a task that this waits for, waits
		                         for this one; NULL: it is the outermost */
		Request request;      /* the tasks in between */
		size_t next;          /* the child that is asked next */
		bool accepted;        /* by one of the children */
		bool now;             /* it is being cancelled */
	} asking;
	Child children[];
} Gather;

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

static const FutureReport gather_report = { gather_tell, gather_behind, false };

/* What step 4.4 adds: all of them are asked to end. */
static bool gather_cancel(Future *future);

/* ==== Step 4.3: several at once ==== */

static const FutureKind gather_kind = { "a gather", gather_cancel, future_dispose, true,
	                                &gather_report };

/* Nothing more is to be heard of the children. */
static void gather_let_go(void *arg)
{
	Gather *gather = arg;

	handle_cancel(&gather->closing);
	for (size_t i = 0; i < gather->n; i++) {
		handle_cancel(&gather->children[i].done);
		future_unref(gather->children[i].future);
	}
	future_unref(&gather->future);
}

/* Its loop is closed: nobody will be called any more. It knows before the tasks do: who
 * awaits it finds it done, and children that have finished were not forgotten. The others
 * it keeps until the tasks have ended, of which some may look at them. */
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
	gather->closing.fn = gather_let_go; /* and once more at the end */
	handle_append(&gather->future.loop->closing, &gather->closing);
}

/* All children have finished. If it has not failed before, all went well, or errors are
 * as welcome as values; or it was asked to end. */
static void gather_end(Gather *gather)
{
	bool pending = !future_done(&gather->future);

	for (size_t i = 0; pending && gather->outcome == 0 && i < gather->n; i++) {
		void *value;
		int status = future_result(gather->children[i].future, &value);
		if (gather->errors != NULL)
			gather->errors[i] = status;
		if (gather->results != NULL)
			gather->results[i] = value;
	}
	if (pending)
		future_settle(&gather->future, FUTURE_FINISHED, gather->outcome,
		              gather->results);
	gather_let_go(gather);
}

/* Even if the gather has failed before: to have read the error is to have looked at
 * it. */
static void child_done(void *arg)
{
	Child *child = arg;
	Gather *gather = child->gather;
	int status = future_result(child->future, NULL);

	if (status < 0 && gather->errors == NULL && !future_done(&gather->future))
		future_settle(&gather->future, FUTURE_FINISHED, status, NULL);
	if (--gather->left == 0)
		gather_end(gather);
}

/* Those that are done already are counted at once. */
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

/* The loop of them all, or the running one if there are none. */
static Loop *gather_loop(Future *futures[], size_t n, int *error)
{
	Loop *loop = NULL;

	for (size_t i = 0; i < n; i++) {
		Loop *next = futures[i] == NULL ? loop : futures[i]->loop;
		if (loop != NULL && next != loop)
			*error = -EINVAL;
		loop = next;
	}
	return loop != NULL ? loop : asyncio_get_running_loop();
}

/* If it gathers none of the futures it has taken them even so. */
Future *asyncio_gatherv(Future *futures[], size_t n, void *results[], int errors[])
{
	int error = 0;
	Loop *loop = gather_loop(futures, n, &error);
	Gather *gather = NULL;

	if (loop != NULL && loop->closed)
		error = -ESHUTDOWN;
	if (loop != NULL && error == 0)
		gather = malloc(sizeof *gather + n * sizeof(Child));
	if (gather == NULL) {
		for (size_t i = 0; i < n; i++)
			future_unref(futures[i]);
		return error < 0 ? future_failed(loop, error) : NULL;
	}
	*gather = (Gather){ .results = results, .errors = errors, .n = n, .left = n };
	future_init(&gather->future, loop, &gather_kind);
	gather->future.refs = 2;
	gather->closing = (Handle)HANDLE(gather_close, gather);
	handle_append(loop->closing.next, &gather->closing); /* in front of the tasks */
	gather_begin(gather, futures, n);
	return &gather->future;
}

/* ==== Step 4.4: calling it off ==== */

/* The gather, pending, that this future is; NULL: it is none. */
static Gather *gather_pending(Future *future)
{
	if (future_done(future) || future->kind != &gather_kind)
		return NULL;
	return (Gather *)(void *)future;
}

/* Asks the next child. Returns the gather to go on with: this one, or another one, which
 * the child is, or which a task waits for that was asked. If it is one that is being
 * cancelled already, that task is the last of a circle. */
static Gather *gather_ask(Gather *gather)
{
	Future *child = gather->children[gather->asking.next++].future;
	Request request;
	Future *future = request_begin(&request, child);
	Gather *inner = gather_pending(future);

	if (inner != NULL && !inner->asking.now) {
		inner->asking = (struct Asking){ gather, request, 0, false, true };
		return inner;
	}
	if (inner != NULL)
		task_break_circle(request.last);
	bool accepted = inner != NULL || future_cancel(future);
	if (request_end(&request, accepted))
		gather->asking.accepted = true;
	return gather;
}

/* All children have been asked. Returns the gather to go on with, the one above. */
static Gather *gather_asked(Gather *gather)
{
	Gather *above = gather->asking.above;

	gather->asking.now = false;
	if (gather->asking.accepted)
		gather->outcome = -ECANCELED;
	if (request_end(&gather->asking.request, gather->asking.accepted) &&
	    above != NULL)
		above->asking.accepted = true;
	return above;
}

/* Asks every child that is not done. Returns whether one has accepted. A child may lead
 * to another gather, and so on, as deep as you like: in a loop, and not by recursion. */
static bool gather_cancel(Future *future)
{
	Gather *outermost = (Gather *)(void *)future, *gather = outermost;

	gather->asking = (struct Asking){ .now = true };
	while (gather != NULL)
		gather = gather->asking.next < gather->n ? gather_ask(gather)
		                                         : gather_asked(gather);
	return outermost->asking.accepted;
}
