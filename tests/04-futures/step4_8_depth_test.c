/* Rung 4.4.8: a loop with deep nests and long chains is closed. */
#include "core.h"

static Future *gather_gathers(Future *innermost)
{
	for (int i = 0; i < TEN_THOUSAND; i++)
		innermost = asyncio_gather(NULL, innermost);
	return innermost;
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

TESTS(T(a_loop_with_all_of_these_can_be_closed))
