/* Rung 4.4.9: chains of tasks, when their loop is closed. */
#include "core.h"

static Task *awaited_last;

/* The tasks that await are older than those that they await. */
static int creates_what_it_awaits(void *depth, void **result)
{
	int left = *(int *)depth - 1;

	if (left == 0)
		return asyncio_sleep(100);
	awaited_last = asyncio_create_task(creates_what_it_awaits, &left);
	Task *mine = future_ref(awaited_last);
	int status = await(mine, NULL);
	trace("%s:%d:%d", why(status), future_done(mine), (int)mine->refs);
	future_unref(mine);
	return status;
}

/* Two tasks that wait for each other: each lets the other come first, but only once. */
static Task *both[2];

static int waits_for_the_other(void *first, void **result)
{
	return future_wait(both[first != NULL]);
}

static void what_is_awaited_and_younger_ends_first_as_well(void **state)
{
	int depth = 4;

	begin();
	Task *task = new_task(creates_what_it_awaits, &depth);
	both[0] = new_task(waits_for_the_other, "first");
	both[1] = new_task(waits_for_the_other, NULL);
	make_passes(4);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 4 + 2);
	loop_close(loop);
	assert_trace("ECANCELED:1:1 ECANCELED:1:1 ECANCELED:1:1");
	assert_true(future_done(task));
	assert_true(future_cancelled(both[0]) && future_cancelled(both[1]));
	future_unref(both[0]);
	future_unref(both[1]);
	future_unref(task);
	loop_free(loop);
}

TESTS(T(what_is_awaited_and_younger_ends_first_as_well))
