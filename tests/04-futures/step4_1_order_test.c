/* Rung 4.4.1: a task is cancelled by the one that runs right before it in the pass. */
#include "core.h"

static Task *victim;

/* In its first turn, or in its second one. */
static int cancels_the_next(void *later, void **result)
{
	if (later != NULL && asyncio_sleep(0) < 0)
		return -ECANCELED;
	task_cancel(victim);
	return 0;
}

static int never_begins(void *unused, void **result)
{
	trace("began");
	return 0;
}

static int hears_of_it(void *unused, void **result)
{
	int status = asyncio_sleep(0);

	trace("%s@%d", why(status), pass);
	return 0;
}

/* It stands right behind the task that cancels it. */
static void a_task_hears_of_a_cancellation_by_the_task_before_it(void **state)
{
	begin();
	task_detach(new_task(cancels_the_next, NULL));
	victim = new_task(never_begins, NULL);
	make_passes(1);
	assert_true(future_cancelled(victim));
	task_detach(victim);
	task_detach(new_task(cancels_the_next, "later"));
	victim = new_task(hears_of_it, NULL);
	make_passes(3);
	assert_trace("ECANCELED@3");
	task_detach(victim);
	loop_free(loop);
}

TESTS(T(a_task_hears_of_a_cancellation_by_the_task_before_it))
