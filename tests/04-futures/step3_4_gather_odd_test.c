/* Step 4.3: several at once: gathers of odd things, at odd moments, and very many. */
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

static int gathers_gathers(void *arg, void **result)
{
	void *left[2], *right[1];
	int error = await(
		asyncio_gather(
			results, asyncio_gather(left, start("a", 2), start("b", 1)),
			asyncio_gather(right, asyncio_gather(NULL, start("c", 3)))),
		NULL);

	trace("%d %d %d", error, results[0] == left, results[1] == right);
	trace("%s %s @%g", text(left[0]), text(left[1]), loop_time(loop));
	return 0;
}

static void gathers_can_be_gathered(void **state)
{
	run(gathers_gathers, NULL);
	assert_trace("b a c 0 1 1 a b @3");
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

static int lets_a_gather_go(void *arg, void **result)
{
	Future *all = asyncio_gather(results, start("a", 1), start("b", 2));

	trace("%d", all != NULL);
	future_unref(all);
	succeeds(asyncio_sleep(3));
	trace("%s", text(results[1]));
	return 0;
}

static void one_that_nobody_wants_any_more_goes_on(void **state)
{
	run(lets_a_gather_go, NULL);
	assert_trace("1 a b b");
	loop_free(loop);
}

/* Nobody else may complete it. */
static int sets_a_gather(void *arg, void **result)
{
	Future *all = asyncio_gather(results, start("a", 1));

	trace("%d", future_set_result(all, NULL) == -EINVAL);
	trace("%d", future_set_error(all, -EIO) == -EINVAL);
	trace("%d", await(all, NULL));
	return 0;
}

static void it_completes_itself(void **state)
{
	run(sets_a_gather, NULL);
	assert_trace("1 1 a 0");
	loop_free(loop);
}

static int returns_its_number(void *arg, void **result)
{
	*result = arg;
	return asyncio_sleep((double)((uintptr_t)arg % 7));
}

static int gathers_very_many(void *arg, void **result)
{
	static Future *tasks[TEN_THOUSAND];
	int wrong = 0;

	for (uintptr_t i = 0; i < TEN_THOUSAND; i++)
		tasks[i] = asyncio_create_task(returns_its_number, (void *)i);
	int error = await(asyncio_gatherv(tasks, TEN_THOUSAND, results, NULL), NULL);
	for (uintptr_t i = 0; i < TEN_THOUSAND; i++)
		wrong += results[i] != (void *)i;
	trace("%d %d @%g", error, wrong, loop_time(loop));
	return 0;
}

static void ten_thousand_are_gathered(void **state)
{
	run(gathers_very_many, NULL);
	assert_trace("0 0 @6");
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

static int gathers_without_memory(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	Future *one = loop_create_future(loop);

	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = future_ref(one);
	take_memory();
	Future *all = asyncio_gatherv(futures, TEN_THOUSAND, NULL, NULL);
	ssize_t waited = asyncio_wait(futures, TEN_THOUSAND, -1, ALL_COMPLETED);
	AsCompleted it = { .futures = futures, .n = TEN_THOUSAND };
	int next = as_completed_next(&it, NULL);
	give_memory();
	should_be_so(all == NULL);
	should_be_so(one->refs == 1);
	should_be_so(waited == -ENOMEM);
	should_be_so(next == -ENOMEM);
	should_be_so(await(all, NULL) == -ENOMEM);
	printf("ran");
	return 0;
}

static void run_without_memory(void)
{
	run(gathers_without_memory, NULL);
}

static void without_memory_they_say_so(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip(); /* they need more memory than that for themselves */
	assert_int_equal(run_child(run_without_memory), 0);
	assert_text(program_output, "ran");
}

TESTS(T(futures_of_two_loops_are_not_gathered),
      T(a_future_that_there_was_no_memory_for_has_failed), T(gathers_can_be_gathered),
      T(one_future_may_be_in_two_gathers), T(one_that_nobody_wants_any_more_goes_on),
      T(it_completes_itself), T(ten_thousand_are_gathered),
      T(of_a_closed_loop_nothing_is_gathered), T(without_memory_they_say_so))
