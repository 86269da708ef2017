/* Rung 4.3.6: as_completed with a limit of time. */
#include "taking.h"

/* ASC-04, ASC-05 */
static int takes_what_comes_in_time(void *arg, void **result)
{
	Task *a = start("a", 4), *b = start("b", 3), *c = start("c", 1),
	     *d = start("d", 2);
	Future *futures[] = { a, b, c, d };
	AsCompleted it = { .futures = futures, .n = 4, .timeout = 2.5 };

	step(&it);
	succeeds(asyncio_sleep(5)); /* the limit passes meanwhile, and all are done */
	all_steps(&it);
	trace("@%g", loop_time(loop));
	trace("%d",
	      futures[0] == c && futures[1] == d && futures[2] == a && futures[3] == b);
	trace(future_cancelled(a) ? "cancelled" : "done");
	unref_all(futures + 2, 2);
	return 0;
}

static void past_the_limit_each_that_is_left_is_late(void **state)
{
	run(takes_what_comes_in_time, NULL);
	assert_trace("c c d b a d late late end @6 1 done");
	loop_free(loop);
}

static int waits_for_the_limit(void *arg, void **result)
{
	Future *futures[] = { loop_create_future(loop), start("b", 1),
		              loop_create_future(loop) };
	AsCompleted it = { .futures = futures, .n = 3, .timeout = 2 };

	succeeds(asyncio_sleep(10)); /* it has not begun */
	all_steps(&it);
	trace("@%g", loop_time(loop));
	trace("%d", nobody_waits_for(futures[1]) && nobody_waits_for(futures[2]));
	set(futures[1]);
	unref_all(futures + 1, 2);
	return 0;
}

static void the_limit_counts_from_the_first_step_on(void **state)
{
	run(waits_for_the_limit, NULL);
	assert_trace("b b late late end @12 1");
	loop_free(loop);
}

/* ASC-08 */
static int takes_all_in_time(void *arg, void **result)
{
	Future *futures[] = { start("a", 1), start("b", 2) };
	AsCompleted it = { .futures = futures, .n = 2, .timeout = 100 };
	Future *never = loop_create_future(loop);
	AsCompleted in_vain = { .futures = &never, .n = 1, .timeout = 0.5 };

	all_steps(&in_vain);
	all_steps(&it);
	future_unref(never);
	return 0;
}

static void the_rest_of_the_limit_is_taken_back(void **state)
{
	run(takes_all_in_time, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("late end a a b b end");
	assert_compared(loop_time(loop), ==, 2);
	loop_free(loop);
}

TESTS(T(past_the_limit_each_that_is_left_is_late),
      T(the_limit_counts_from_the_first_step_on), T(the_rest_of_the_limit_is_taken_back))
