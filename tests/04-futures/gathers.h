/* gathers.h - for tests of gathers: a gather of which one child is cancelled. */
#ifndef GATHERS_H
#define GATHERS_H

#include "several.h"

static void *results[3];

/* Gathers two futures, the first of which is cancelled in the next pass. Traces how the
 * gather has ended, and whether the second future is done. arg is NULL, or the array for
 * errors; then the second future is done before. */
static inline int gathers_a_cancelled_one(void *arg, void **result)
{
	Future *lost = loop_create_future(loop), *keep = loop_create_future(loop);
	Handle soon = HANDLE(cancel, lost);
	Future *futures[] = { lost, keep };
	Future *all = asyncio_gatherv(futures, 2, results, arg);

	future_ref(keep);
	loop_call_soon(loop, &soon);
	if (arg != NULL)
		future_set_result(keep, "kept");
	int error = future_wait(all);
	trace(error == -ECANCELED ? "ECANCELED" : error == 0 ? "0" : "-");
	trace(future_cancelled(all) ? "cancelled" : future_done(all) ? "done" : "-");
	trace(future_done(keep) ? "kept" : "pending");
	future_set_result(keep, NULL);
	future_unref(keep);
	future_unref(all);
	succeeds(asyncio_sleep(0));
	return asyncio_sleep(0);
}

#endif
