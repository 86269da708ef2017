/* Rung 4.3.1: gathers of odd things, at odd moments, and of very many. */
#include "several.h"

static void *results[TEN_THOUSAND];

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

static int gathers_without_memory(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	Future *one = loop_create_future(loop);

	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = future_ref(one);
	take_memory();
	Future *all = asyncio_gatherv(futures, TEN_THOUSAND, NULL, NULL);
	give_memory();
	should_be_so(all == NULL);
	should_be_so(one->refs == 1);
	should_be_so(await(all, NULL) == -ENOMEM);
	printf("ran");
	return 0;
}

static void run_without_memory(void)
{
	run(gathers_without_memory, NULL);
}

static void without_memory_there_is_no_gather_and_all_are_taken(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(run_without_memory), 0);
	assert_text(program_output, "ran");
}

static int gathers_again_and_again(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	int error = 0;

	for (int i = 0; error == 0 && i < AGAIN_AND_AGAIN; i++) {
		Future *one = ready("a");
		for (size_t j = 0; j < TEN_THOUSAND; j++)
			futures[j] = future_ref(one);
		future_unref(one);
		error = await(asyncio_gatherv(futures, TEN_THOUSAND, NULL, NULL), NULL);
	}
	return error;
}

static void gather_with_little_memory(void)
{
	with_little_memory(gathers_again_and_again);
}

static void gathers_that_are_done_leave_nothing(void **state)
{
	if (needs_much_memory())
		skip_because("valgrind, emulators and sanitizers need much memory of "
		             "their own");
	assert_int_equal(run_child(gather_with_little_memory), 0);
	assert_text(program_output, "ok");
}

TESTS(T(gathers_can_be_gathered), T(one_that_nobody_wants_any_more_goes_on),
      T(it_completes_itself), T(ten_thousand_are_gathered),
      T(without_memory_there_is_no_gather_and_all_are_taken),
      T(gathers_that_are_done_leave_nothing))
