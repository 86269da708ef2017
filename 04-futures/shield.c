/* shield.c - a future that mirrors another one: asyncio.shield. */
#include "shield.h"
#include "instruments/report.h"
#include "tasks_private.h"

#include <errno.h>
#include <stdlib.h>

#undef asyncio_shield

/* While it is pending it has a reference to inner, and a handle among its callbacks. */
typedef struct Shield {
	Future future;  /* first: a shield is a future */
	Future *inner;  /* NULL: the shield has left it */
	Handle done;    /* called when inner is done */
	Handle closing; /* in loop->closing */
} Shield;

/* ==== Given: for reports ==== */

static bool shield_behind(const Future *future, Report *report, Behind *next)
{
	next->future = ((const Shield *)(const void *)future)->inner;
	return next->i++ == 0;
}

static const FutureReport shield_report = { NULL, shield_behind, false, NULL };

static bool shield_cancel(Future *future);
static void shield_free(Future *future);

static const FutureKind shield_kind = { "a shield", shield_cancel, shield_free, true,
	                                &shield_report };

/* Rung 4.4.9 brings this. Until then it does nothing. */
static void shield_close(void *shield);

/* ==== 4.4.5: a shield ==== */

/* The shield leaves inner: takes both its handles back, and forgets inner. Returns the
 * reference to inner, which the caller has to give back; NULL: the shield had left it
 * before. */
static Future *shield_leave(Shield *shield)
{
	Future *inner = shield->inner;

	handle_cancel(&shield->closing);
	handle_cancel(&shield->done);
	shield->inner = NULL;
	return inner;
}

/* Cancels the shield alone: it is CANCELLED, it leaves inner, and gives the reference
 * back. Inner runs on. (If nothing else looks at an error of inner, that is reported
 * then.) Returns true. */
static bool shield_cancel(Future *future)
{
	future_settle_cancelled(future);
	future_unref(shield_leave((Shield *)(void *)future));
	return true;
}

/* Called after the last reference to the shield: it leaves inner, future_dispose frees
 * its memory, and the reference to inner is given back. If that is the last one, and
 * inner is a shield, too, inner is freed in the same way, and so on: in a loop, and not
 * by recursion, because there may be very many, one behind the other. (Some compilers
 * make a jump of the last call, others do not.) */
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

/* Called when inner is done: the shield gets inner's state, status and value, and leaves
 * inner, whose reference it gives back. An error is the shield's now: that of inner
 * counts as looked at. */
static void shield_copy(void *arg)
{
	Shield *shield = arg;
	void *value;
	int status = future_result(shield->inner, &value);

	future_settle(&shield->future, shield->inner->state, status, value);
	future_unref(shield_leave(shield));
}

/* What is done needs no shield: returns a new reference to inner itself (NULL for NULL).
 * If the loop is closed, returns a future that has failed with -ESHUTDOWN. Otherwise
 * makes a shield, which refers to inner and leaves its handle done with it. Its handle
 * closing, which calls shield_close, goes to the front of loop->closing, as that of a
 * gather does. NULL: no memory. */
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
	handle_append(loop->closing.next, &shield->closing);
	future_add_done_callback(inner, &shield->done);
	return &shield->future;
}

/* ==== 4.4.9, may be skipped at first: nests, chains and circles ==== */

/* Called when the loop is closed, before the tasks are: the shield is cancelled, so a
 * task that awaits it finds it done. */
static void shield_close(void *shield)
{
	shield_cancel(shield);
}
