/* Rung 5.4.6: a child of fork waits for no coroutine of its parent's loop. */
#include "in_a_child.h"

static int ends_well(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static void child_asks(Loop *loop)
{
	void *value = NULL;
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, ends_well, &calls);

	assert_non_null(future);
	if (is_forked()) {
		bool good = thread_future_result(future, 5, NULL) == -ECANCELED &&
		            !thread_future_cancel(future);
		ThreadFuture *other = asyncio_run_coroutine_threadsafe(loop, ends_well,
		                                                       NULL);
		good = good && thread_future_result(other, 5, NULL) == -ESHUTDOWN;
		thread_future_free(other);
		thread_future_free(future);
		loop_free(loop);
		_exit(good ? 3 : 1);
	}
	assert_traced("child:3");
	make_passes(loop, 4);
	assert_int_equal(thread_future_result(future, 0, &value), 0);
	assert_ptr_equal(value, &calls);
	thread_future_free(future);
}

static void a_child_waits_for_no_coroutine_of_its_parents_loop(void **state)
{
	on_both(child_asks);
}

TESTS(T(a_child_waits_for_no_coroutine_of_its_parents_loop))
