/* Rung 4.4.9: a task waits for a gather of itself, and is cancelled. */
#include "several.h"

static const char *outcome(int status)
{
	return status == 0 ? "0" : status == -ECANCELED ? "ECANCELED" : "-";
}

/* A task that awaits a gather of itself. When it is cancelled the gather cannot be
 * done before the task is: it was not awaited. */
static Task *narcissus;

static int awaits_itself(void *arg, void **result)
{
	Future *itself = asyncio_gather(NULL, future_ref(narcissus));
	int error = future_wait(itself);

	trace("%s %d", outcome(error), future_done(itself));
	future_unref(itself);
	return error;
}

static int cancels_a_circle(void *arg, void **result)
{
	narcissus = asyncio_create_task(awaits_itself, NULL);
	succeeds(asyncio_sleep(1));
	trace("%d", task_cancel(narcissus));
	return await(narcissus, NULL) == -ECANCELED ? 0 : 1;
}

static void a_task_in_its_own_gather_can_be_cancelled(void **state)
{
	assert_int_equal(run(cancels_a_circle, NULL), 0);
	assert_trace("1 ECANCELED 0");
	loop_free(loop);
}

TESTS(T(a_task_in_its_own_gather_can_be_cancelled))
