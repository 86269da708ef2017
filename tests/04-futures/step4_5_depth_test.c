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

static void a_shield_with_another_reference_outlives_the_shield_of_it(void **state)
{
	void *value = NULL;

	begin();
	Future *future = new_future(), *shield = asyncio_shield(future);
	assert_non_null(shield);
	assert_ptr_not_equal(shield, future);
	future_unref(asyncio_shield(shield));
	assert_int_equal(shield->refs, 1);
	assert_int_equal(future->refs, 2);
	assert_int_equal(future_set_result(future, "value"), 0);
	make_passes(1);
	assert_int_equal(future_result(shield, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(future->refs, 1);
	future_unref(shield);
	future_unref(future);
	loop_free(loop);
}

TESTS(T(shields_of_shields_are_freed_however_many_there_are),
      T(a_shield_with_another_reference_outlives_the_shield_of_it))
