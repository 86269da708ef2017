/* Rung 4.3.2: what cannot be gathered, and errors of odd futures. */
#include "several.h"

static void *results[TEN_THOUSAND];

/* GATHER-15: they have been taken even so. */
static int gathers_of_two_loops(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	Future *foreign = future_ref(loop_create_future(other));

	trace("%d",
	      await(asyncio_gather(results, start("a", 1), foreign), NULL) == -EINVAL);
	trace("%d", foreign->refs);
	future_unref(foreign);
	loop_free(other);
	return asyncio_sleep(2);
}

static void futures_of_two_loops_are_not_gathered(void **state)
{
	run(gathers_of_two_loops, NULL);
	assert_trace("1 1 a");
	loop_free(loop);
}

/* GATHER-16: here there was no memory for it. */
static int gathers_NULL(void *arg, void **result)
{
	Future *futures[] = { start("a", 1), NULL, start("b", 2) };
	int errors[3] = { 0 };
	Future *all = asyncio_gather(NULL, start("c", 1), NULL);

	trace("%d", all != NULL && await(all, NULL) == -ENOMEM);
	trace("%d", await(asyncio_gatherv(futures, 3, results, errors), NULL));
	trace("%d %s", errors[1] == -ENOMEM, text(results[2]));
	return 0;
}

static void a_future_that_there_was_no_memory_for_has_failed(void **state)
{
	run(gathers_NULL, NULL);
	assert_trace("1 a c b 0 1 b");
	loop_free(loop);
}

static int gathers_one_in_two(void *arg, void **result)
{
	Task *a = start("a", 1);
	Future *left = asyncio_gather(results, future_ref(a), start("b", 2));
	Future *right = asyncio_gather(results + 2, a, start_failing("c", 3, -EIO));

	trace("%d", await(right, NULL) == -EIO);
	trace("%d %s %s", await(left, NULL), text(results[0]), text(results[1]));
	return 0;
}

static void one_future_may_be_in_two_gathers(void **state)
{
	run(gathers_one_in_two, NULL);
	assert_trace("a b c 1 0 a b");
	loop_free(loop);
}

/* Its loop is closed while one child has finished, and another has not. */
static void of_a_closed_loop_nothing_is_gathered(void **state)
{
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Future *future = loop_create_future(loop);
	assert_non_null(future);
	loop_close(loop);
	Future *all = asyncio_gather(results, future);
	assert_non_null(all);
	assert_int_equal(future_result(all, NULL), -ESHUTDOWN);
	future_unref(all);
	assert_null(asyncio_gatherv(NULL, 0, NULL, NULL)); /* no loop is running */
	loop_free(loop);
}

TESTS(T(futures_of_two_loops_are_not_gathered),
      T(a_future_that_there_was_no_memory_for_has_failed),
      T(one_future_may_be_in_two_gathers), T(of_a_closed_loop_nothing_is_gathered))
