/* Rung 4.4.5: shields of shields, as many as memory allows. */
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

TESTS(T(shields_of_shields_are_freed_however_many_there_are))
