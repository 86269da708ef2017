/* Rung 4.3.5: several futures, one after the other. */
#include "taking.h"

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

static int takes_without_memory(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	AsCompleted it = { .futures = futures, .n = TEN_THOUSAND };
	Future *one = loop_create_future(loop);

	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = one;
	take_memory();
	int next = as_completed_next(&it, NULL);
	give_memory();
	should_be_so(next == -ENOMEM);
	should_be_so(nobody_waits_for(one));
	future_unref(one);
	printf("ran");
	return 0;
}

static void run_take_without_memory(void)
{
	run(takes_without_memory, NULL);
}

static void without_memory_there_is_no_next_one(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(run_take_without_memory), 0);
	assert_text(program_output, "ran");
}

TESTS(T(they_come_as_they_are_done),
      T(of_one_pass_they_come_in_the_order_in_which_they_were_set),
      T(a_failure_is_one_step_and_then_it_goes_on), T(after_a_break_it_goes_on),
      T(it_takes_two_passes_but_what_has_come_takes_none),
      T(without_memory_there_is_no_next_one))
