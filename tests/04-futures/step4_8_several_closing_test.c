/* Rung 4.4.8: tasks that wait for several at once, when their loop is closed. */
#include "several.h"

/* Their loop is closed under them. */
static int waits_in_vain(void *arg, void **result)
{
	Future *all[] = { loop_create_future(loop), ready("b") };

	for (int i = 0; i < 3; i++)
		trace("%d", (int)asyncio_wait(all, 2, 100, ALL_COMPLETED) == -ECANCELED);
	trace("%d", nobody_waits_for(all[0]) && nobody_waits_for(all[1]));
	unref_all(all, 2);
	return 0;
}

static int takes_in_vain(void *arg, void **result)
{
	Future *all[] = { loop_create_future(loop), ready("b"), NULL }, *future = NULL;
	AsCompleted it = { .futures = all, .n = 1, .timeout = 100 };

	for (int i = 0; i < 3; i++)
		trace("%d", as_completed_next(&it, &future) == -ECANCELED);
	as_completed_close(&it);
	it = (AsCompleted){ .futures = all, .n = 3, .timeout = 100 };
	trace("%d", as_completed_next(&it, &future) == -ECANCELED);
	as_completed_close(&it);
	trace("%d", nobody_waits_for(all[0]) && nobody_waits_for(all[1]));
	unref_all(all, 2);
	return 0;
}

static int leaves_two_waiting(void *arg, void **result)
{
	task_detach(asyncio_create_task(waits_in_vain, NULL));
	task_detach(asyncio_create_task(takes_in_vain, NULL));
	return asyncio_sleep(1);
}

static void when_their_loop_is_closed_waits_are_cancelled(void **state)
{
	assert_int_equal(run(leaves_two_waiting, NULL), 0);
	loop_free(loop);
	assert_trace("1 1 1 1 1 1 1 1 1");
}

TESTS(T(when_their_loop_is_closed_waits_are_cancelled))
