/* gather.c - a future that is done when others are. */
#include "gather.h"

#include <errno.h>
#include <stdlib.h>

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
	bool requested; /* to be cancelled: that is how it will end, whatever they do */
	size_t n, finished;
	Child children[];
} Gather;

/* What step 4.4 adds: all of them are asked to end. */
static bool gather_cancel(Future *future);

/* ==== Step 4.3: several at once ==== */

static void gather_free(Future *future)
{
	future_end(future, "a gather");
	free(future);
}

static const FutureKind gather_kind = { "a gather", gather_cancel, gather_free, true };

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

/* Its loop is closed: nobody will be called any more. It knows before the tasks do:
 * who awaits it finds it done, and children that have finished were not forgotten.
 * The others it keeps until the tasks have ended, of which some may look at them. */
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

/* All went well, or errors are as welcome as values. */
static void gather_succeed(Gather *gather)
{
	for (size_t i = 0; i < gather->n; i++) {
		void *value;
		int status = future_result(gather->children[i].future, &value);
		if (gather->errors != NULL)
			gather->errors[i] = status;
		if (gather->results != NULL)
			gather->results[i] = value;
	}
	future_settle(&gather->future, FUTURE_FINISHED, 0, gather->results);
}

/* Even if the gather has failed before: to have read the error is to have looked at
 * it. */
static void child_done(void *arg)
{
	Child *child = arg;
	Gather *gather = child->gather;
	int status = future_result(child->future, NULL);
	bool last = ++gather->finished == gather->n;

	if (future_done(&gather->future))
		; /* it has ended with an error */
	else if (gather->errors == NULL && status < 0)
		future_settle(&gather->future, FUTURE_FINISHED, status, NULL);
	else if (last && gather->requested)
		future_settle(&gather->future, FUTURE_FINISHED, -ECANCELED, NULL);
	else if (last)
		gather_succeed(gather);
	if (last)
		gather_let_go(gather);
}

/* The loop of them all, the running one if there are none; -EINVAL: of two. */
static int gather_loop(Future *futures[], size_t n, Loop **loop)
{
	*loop = NULL;
	for (size_t i = 0; i < n; i++) {
		if (futures[i] == NULL)
			continue;
		if (*loop != NULL && futures[i]->loop != *loop)
			return -EINVAL;
		*loop = futures[i]->loop;
	}
	if (*loop == NULL)
		*loop = asyncio_get_running_loop();
	return 0;
}

/* Those that are done already are counted when all the others are watched. */
static void gather_begin(Gather *gather, Future *futures[])
{
	for (size_t i = 0; i < gather->n; i++) {
		Child *child = &gather->children[i];
		*child = (Child){ futures[i], HANDLE(child_done, child), gather };
		if (!future_done(futures[i]))
			future_add_done_callback(futures[i], &child->done);
	}
	if (gather->n == 0) {
		gather_succeed(gather);
		gather_let_go(gather);
	}
	for (size_t i = 0, n = gather->n; i < n; i++) {
		if (future_done(futures[i]))
			child_done(&gather->children[i]);
	}
}

/* None of the futures: they have been taken even so. */
static Future *gather_refuse(Loop *loop, Future *futures[], size_t n, int error)
{
	for (size_t i = 0; i < n; i++)
		future_unref(futures[i]);
	return loop == NULL || error == -ENOMEM ? NULL : future_failed(loop, error);
}

Future *asyncio_gatherv(Future *futures[], size_t n, void *results[], int errors[])
{
	Loop *loop;
	int error = gather_loop(futures, n, &loop);

	if (loop != NULL && loop->closed)
		error = -ESHUTDOWN;
	if (loop == NULL || error < 0)
		return gather_refuse(loop, futures, n, error);
	Gather *gather = malloc(sizeof *gather + n * sizeof(Child));
	if (gather == NULL)
		return gather_refuse(loop, futures, n, -ENOMEM);
	*gather = (Gather){ .results = results, .errors = errors, .n = n };
	future_init(&gather->future, loop, &gather_kind);
	gather->future.refs = 2;
	gather->closing = (Handle)HANDLE(gather_close, gather);
	/* In front of the tasks: who awaits it finds it done, and takes it. */
	handle_append(loop->closing.next, &gather->closing);
	gather_begin(gather, futures);
	return &gather->future;
}

/* ==== Step 4.4: calling it off ==== */

/* Those that are done have nothing left to call off. */
static bool gather_cancel(Future *future)
{
	Gather *gather = (Gather *)(void *)future;
	bool asked = false;

	for (size_t i = 0; i < gather->n; i++)
		asked = future_cancel(gather->children[i].future) || asked;
	gather->requested = gather->requested || asked;
	return asked;
}
