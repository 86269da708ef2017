/* Step 4.3: several at once: as_completed. */
#include "several.h"

/* One step: whose turn it was, by its value. Awaits what is handed out. */
static int step(AsCompleted *it)
{
	Future *future = NULL;
	void *value = NULL;
	int status = as_completed_next(it, &future);

	if (status == 1) {
		int error = await(future, &value);
		trace("%s", error == 0 ? text(value) : error == -EIO ? "EIO" : "failed");
	} else {
		trace(status == -ETIMEDOUT   ? "late"
		      : status == -ECANCELED ? "called-off"
		      : status == 0          ? "end"
		                             : "refused");
	}
	return status;
}

static void all_steps(AsCompleted *it)
{
	int status;

	do
		status = step(it);
	while (status == 1 || status == -ETIMEDOUT);
}

/* ASC-01 */
static int takes_them_as_they_come(void *arg, void **result)
{
	Future *futures[] = { start("a", 3), start("b", 1), start("c", 2) };
	AsCompleted it = { .futures = futures, .n = 3 };

	all_steps(&it);
	return step(&it);
}

static void they_come_as_they_are_done(void **state)
{
	assert_int_equal(run(takes_them_as_they_come, NULL), 0);
	assert_trace("b b c c a a end end");
	loop_free(loop);
}

static Future *tied[4];

static void set_tied(void *arg)
{
	future_set_result(tied[2], "2");
	future_set_result(tied[0], "0");
	future_set_result(tied[3], "3");
	future_set_result(tied[1], "1");
}

static int takes_tied_ones(void *arg, void **result)
{
	AsCompleted it = { .futures = tied, .n = 4 };
	Handle soon = HANDLE(set_tied, NULL);

	for (int i = 0; i < 4; i++)
		tied[i] = loop_create_future(loop);
	loop_call_soon(loop, &soon);
	all_steps(&it);
	handle_cancel(&soon);
	return 0;
}

static void of_one_pass_they_come_in_the_order_in_which_they_were_set(void **state)
{
	run(takes_tied_ones, NULL);
	assert_trace("2 0 3 1 end");
	loop_free(loop);
}

/* ASC-02 */
static int takes_one_given_twice(void *arg, void **result)
{
	Task *a = start("a", 1);
	Future *b = ready("b");
	Future *futures[] = { a, b, a, b, NULL, NULL, a };
	AsCompleted it = { .futures = futures, .n = 7 }, nothing = { 0 };

	all_steps(&it);
	all_steps(&nothing);
	return 0;
}

static void each_comes_once(void **state)
{
	run(takes_one_given_twice, NULL);
	assert_trace("b failed failed a a end end");
	loop_free(loop);
}

/* ASC-03 */
static int takes_failures(void *arg, void **result)
{
	Future *lost = loop_create_future(loop);
	Future *futures[] = { start_failing("a", 1, -EIO), lost, start("c", 3) };
	AsCompleted it = { .futures = futures, .n = 3 };
	Handle later = HANDLE(cancel, lost);

	loop_call_later(loop, 2, &later);
	all_steps(&it);
	handle_cancel(&later);
	return 0;
}

static void a_failure_is_one_step_and_then_it_goes_on(void **state)
{
	run(takes_failures, NULL);
	assert_trace("a EIO failed c c end");
	loop_free(loop);
}

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

/* ASC-06 */
static int takes_a_break(void *arg, void **result)
{
	Future *futures[] = { start("a", 1), start("b", 2), start("c", 3),
		              start("d", 4) };
	AsCompleted it = { .futures = futures, .n = 4 };

	step(&it);
	step(&it);
	trace("break");
	succeeds(asyncio_sleep(1.5));
	all_steps(&it);
	return 0;
}

static void after_a_break_it_goes_on(void **state)
{
	run(takes_a_break, NULL);
	assert_trace("a a b b break c c d d end");
	loop_free(loop);
}

/* ASC-07: who asks first gets the first. */
typedef struct Asks {
	const char *name;
	AsCompleted *it;
} Asks;

static int asks(void *arg, void **result)
{
	Asks *who = arg;
	Future *future = NULL;
	void *value = NULL;

	while (as_completed_next(who->it, &future) == 1) {
		succeeds(await(future, &value));
		trace("%s:%s", who->name, text(value));
	}
	trace("%s:end", who->name);
	return 0;
}

static int shares_them(void *arg, void **result)
{
	Future *futures[] = { start("a", 2), start("b", 1), start("c", 3) };
	AsCompleted it = { .futures = futures, .n = 3 };
	Asks x = { "x", &it }, y = { "y", &it };
	Task *first = asyncio_create_task(asks, &x);

	trace("%d",
	      await(asyncio_gather(NULL, first, asyncio_create_task(asks, &y)), NULL));
	return step(&it);
}

static void two_tasks_share_them_in_the_order_in_which_they_ask(void **state)
{
	assert_int_equal(run(shares_them, NULL), 0);
	assert_trace("b x:b a y:a c x:c x:end y:end 0 end");
	loop_free(loop);
}

/* ASC-08 */
static int takes_all_in_time(void *arg, void **result)
{
	Future *futures[] = { start("a", 1), start("b", 2) };
	AsCompleted it = { .futures = futures, .n = 2, .timeout = 100 };

	all_steps(&it);
	return 0;
}

static void the_rest_of_the_limit_is_taken_back(void **state)
{
	run(takes_all_in_time, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a a b b end");
	assert_true(loop_time(loop) == 2);
	loop_free(loop);
}

/* TICK-08 */
static int counts_passes(void *arg, void **result)
{
	Future *futures[] = { loop_create_future(loop), ready("b"), ready("c") },
	       *a = futures[0];
	AsCompleted it = { .futures = futures, .n = 3 };
	Handle soon = HANDLE(set, a);

	count_passes();
	step(&it);
	trace("after %d", passes);
	step(&it);
	trace("after %d", passes);
	count_passes();
	loop_call_soon(loop, &soon);
	step(&it);
	trace("in pass %d", passes);
	handle_cancel(&soon);
	return 0;
}

static void it_takes_two_passes_but_what_has_come_takes_none(void **state)
{
	run(counts_passes, NULL);
	assert_trace("b after 2 c after 2 - in pass 3");
	loop_free(loop);
}

TESTS(T(they_come_as_they_are_done),
      T(of_one_pass_they_come_in_the_order_in_which_they_were_set), T(each_comes_once),
      T(a_failure_is_one_step_and_then_it_goes_on),
      T(past_the_limit_each_that_is_left_is_late),
      T(the_limit_counts_from_the_first_step_on), T(after_a_break_it_goes_on),
      T(two_tasks_share_them_in_the_order_in_which_they_ask),
      T(the_rest_of_the_limit_is_taken_back),
      T(it_takes_two_passes_but_what_has_come_takes_none))
