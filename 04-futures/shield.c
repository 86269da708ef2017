/* shield.c - a future that stands for another, and to cancel it cancels that one
 * not; and a wait that does cancel it, when its time is up. */
#include "shield.h"
#include "instruments/report.h"
#include "tasks_private.h"
#include "timeouts.h"

#include <errno.h>
#include <stdlib.h>

#undef asyncio_shield

/* While it is pending it has a reference to inner, and a handle among its callbacks. */
typedef struct Shield {
	Future future; /* first: it is one */
	Future *inner;
	Handle done;    /* inner is */
	Handle closing; /* in loop->closing */
} Shield;

/* ==== Given: for reports ==== */

static bool shield_behind(const Future *future, Report *report, Behind *next)
{
	next->future = ((const Shield *)(const void *)future)->inner;
	return next->i++ == 0;
}

static const FutureReport shield_report = { NULL, shield_behind, false };

/* ==== Step 4.4: calling it off ==== */

/* The shield wants to hear nothing more of inner. Returns its reference to it. */
static Future *shield_leave(Shield *shield)
{
	Future *inner = shield->inner;

	handle_cancel(&shield->closing);
	handle_cancel(&shield->done);
	shield->inner = NULL;
	return inner;
}

static void shield_let_go(Shield *shield)
{
	future_unref(shield_leave(shield));
}

/* Inner runs on. An error of it is reported then, if nobody else looks at it. */
static bool shield_cancel(Future *future)
{
	future_settle_cancelled(future);
	shield_let_go((Shield *)(void *)future);
	return true;
}

/* Its loop is closed, of which it hears before the tasks do, as a gather does. */
static void shield_close(void *shield)
{
	shield_cancel(shield);
}

/* Inner may be a shield, too, and this its last reference, and so on: in a loop, and not
 * by recursion. */
static void shield_free(Future *future)
{
	bool last = true;

	while (last && future->kind->free == shield_free) {
		Future *inner = shield_leave((Shield *)(void *)future);
		future_dispose(future);
		future = inner;
		last = inner != NULL && inner->refs == 1;
	}
	future_unref(future);
}

static const FutureKind shield_kind = { "a shield", shield_cancel, shield_free, true,
	                                &shield_report };

/* As inner has ended, so does the shield: now an error is the shield's. */
static void shield_copy(void *arg)
{
	Shield *shield = arg;
	void *value;
	int status = future_result(shield->inner, &value);

	future_settle(&shield->future, shield->inner->state, status, value);
	shield_let_go(shield);
}

Future *asyncio_shield(Future *inner)
{
	Loop *loop = inner == NULL ? NULL : inner->loop;

	if (future_done(inner))
		return future_ref(inner);
	if (loop->closed)
		return future_failed(loop, -ESHUTDOWN);
	Shield *shield = malloc(sizeof *shield);
	if (shield == NULL)
		return NULL;
	*shield = (Shield){ .inner = future_ref(inner),
		            .done = HANDLE(shield_copy, shield),
		            .closing = HANDLE(shield_close, shield) };
	future_init(&shield->future, loop, &shield_kind);
	handle_append(loop->closing.next, &shield->closing); /* in front of all tasks */
	future_add_done_callback(inner, &shield->done);
	return &shield->future;
}

/* Calls it off and sits out its end, which may take time; unless that is called off in
 * turn: then nobody asks how it ended. */
static int future_call_off(Future *future)
{
	future_cancel(future);
	int status = (int)asyncio_wait(&future, 1, -1, ALL_COMPLETED);
	if (status < 0)
		return status;
	status = future_result(future, NULL);
	return status == -ECANCELED ? -ETIMEDOUT : status;
}

static int future_wait_within(Future *future, double seconds)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, seconds);

	if (error == 0)
		error = future_wait(future);
	return timeout_exit(&timeout, error);
}

/* What may be waited for is taken, however that ends. */
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
	status = seconds == 0 ? future_call_off(future)
	                      : future_wait_within(future, seconds);
	if (status == 0)
		future_result(future, value);
	future_unref(future);
	return status;
}
