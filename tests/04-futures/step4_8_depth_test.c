/* Step 4.4: what is nested as deep as memory allows, on stacks that are not that deep. */
#include "core.h"

static void shield_and_let_go(Future *future)
{
	for (int i = 0; i < HUNDRED_THOUSAND; i++) {
		Future *shield = asyncio_shield(future);
		assert_non_null(shield);
		future_unref(future);
		future = shield;
	}
	future_unref(future);
}

static int shields_a_shield(void *arg, void **result)
{
	shield_and_let_go(new_future());
	return 0;
}

static void shields_of_shields_are_freed_however_many_there_are(void **state)
{
	begin();
	assert_int_equal(coroutine_status(shields_a_shield, NULL), 0);
	shield_and_let_go(new_future());
	loop_free(loop);
}

static Future *gather_gathers(Future *innermost)
{
	for (int i = 0; i < TEN_THOUSAND; i++)
		innermost = asyncio_gather(NULL, innermost);
	return innermost;
}

static int awaits(void *future, void **result)
{
	return await(future, result);
}

static int cancels(void *task, void **result)
{
	trace("%d", task_cancel(task));
	return await(task, NULL);
}

static void gathers_of_gathers_are_cancelled_however_deep_they_are(void **state)
{
	begin();
	Future *innermost = new_future();
	Future *gather = gather_gathers(future_ref(innermost));
	Task *task = new_task(awaits, gather);
	make_passes(1);
	assert_int_equal(coroutine_status(cancels, task), -ECANCELED);
	assert_trace("1");
	assert_true(future_cancelled(innermost));
	assert_int_equal(loop_run_forever(loop), 0);
	future_unref(innermost);
	loop_free(loop);
}

/* A gather with nothing left to cancel says so, through all that are around it; one with
 * something left says that, too. */
static void gathers_of_what_is_done_cannot_be_cancelled_however_deep(void **state)
{
	begin();
	Future *innermost = new_future();
	Future *pending = gather_gathers(new_future());
	Future *gather = gather_gathers(future_ref(innermost));
	assert_int_equal(future_set_result(innermost, NULL), 0);
	assert_false(future_cancel(gather));
	assert_true(future_cancel(pending));
	assert_int_equal(loop_run_until_complete(loop, pending, NULL), -ECANCELED);
	assert_int_equal(loop_run_until_complete(loop, gather, NULL), 0);
	future_unref(innermost);
	loop_free(loop);
}

/* Each task awaits a gather of the next task. */
static int gathers_another(void *depth, void **result)
{
	intptr_t left = (intptr_t)depth;

	if (left == 0)
		return asyncio_sleep(1000);
	Task *next = asyncio_create_task(gathers_another, (void *)(left - 1));
	return await(asyncio_gather(NULL, next), NULL);
}

static void tasks_that_await_gathers_of_tasks_are_cancelled_however_deep(void **state)
{
	begin();
	Task *task = new_task(gathers_another, (void *)(intptr_t)TEN_THOUSAND);
	make_passes(TEN_THOUSAND + 2);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), TEN_THOUSAND + 1);
	assert_int_equal(coroutine_status(cancels, task), -ECANCELED);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

static void a_loop_with_all_of_these_can_be_closed(void **state)
{
	begin();
	Future *gather = gather_gathers(new_future());
	Future *shield = new_future();
	for (int i = 0; i < TEN_THOUSAND; i++) {
		Future *outer = asyncio_shield(shield);
		future_unref(shield);
		shield = outer;
	}
	Task *task = new_task(gathers_another, (void *)(intptr_t)TEN_THOUSAND);
	make_passes(TEN_THOUSAND + 2);
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_cancelled(gather) && future_cancelled(shield));
	assert_true(future_done(task));
	future_unref(gather);
	future_unref(shield);
	future_unref(task);
	loop_free(loop);
}

TESTS(T(shields_of_shields_are_freed_however_many_there_are),
      T(gathers_of_gathers_are_cancelled_however_deep_they_are),
      T(gathers_of_what_is_done_cannot_be_cancelled_however_deep),
      T(tasks_that_await_gathers_of_tasks_are_cancelled_however_deep),
      T(a_loop_with_all_of_these_can_be_closed))
