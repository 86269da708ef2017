/* Rung 4.3.3: a wait for all of them, or until a time is up. */
#include "waiting.h"

/* WAIT-01 */
static int waits_for_all(void *arg, void **result)
{
	Future *all[] = { start("a", 3), start_failing("b", 1, -EIO), start("c", 2) };

	trace_wait(all, 3, -1, ALL_COMPLETED);
	unref_all(all, 3);
	return 0;
}

static void it_waits_for_all_of_them(void **state)
{
	run(waits_for_all, NULL);
	assert_trace("b c a 3 of 3 @3: a failed c");
	loop_free(loop);
}

/* WAIT-05, and a wait that goes on where the last one ended. */
static int waits_for_a_time(void *arg, void **result)
{
	Future *all[] = { start("a", 3), start("b", 1), start("c", 4), start("d", 1) };

	trace_wait(all, 4, 2, ALL_COMPLETED);
	trace_wait(all + 2, 2, INFINITY, ALL_COMPLETED);
	unref_all(all, 4);
	return 0;
}

static void it_waits_no_longer_than_it_was_told(void **state)
{
	run(waits_for_a_time, NULL);
	assert_trace("b d 2 of 4 @2: b d pending pending a c 2 of 2 @4: a c");
	loop_free(loop);
}

/* WAIT-06 */
static int waits_not_at_all(void *arg, void **result)
{
	Future *all[] = { loop_create_future(loop), ready("b"), ready("c") };

	count_passes();
	trace_wait(all, 3, 0, ALL_COMPLETED);
	trace("after %d", passes);
	unref_all(all, 3);
	return 0;
}

static void with_timeout_0_it_looks_who_is_done(void **state)
{
	run(waits_not_at_all, NULL);
	assert_trace("2 of 3 @0: b c pending after 2");
	loop_free(loop);
}

/* WAIT-07 */
static int waits_for_nonsense(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	Future *all[] = { ready("a"), loop_create_future(other) };

	trace("%d", asyncio_wait(all, 0, -1, ALL_COMPLETED) == -EINVAL);
	trace("%d", asyncio_wait(all, 1, -1, 17) == -EINVAL);
	trace("%d", asyncio_wait(all, 1, -1, -1) == -EINVAL);
	trace("%d", asyncio_wait(all, 1, NAN, ALL_COMPLETED) == -EINVAL);
	trace("%d", asyncio_wait(all, 2, -1, ALL_COMPLETED) == -EINVAL);
	unref_all(all, 2);
	loop_free(other);
	return 0;
}

static void what_makes_no_sense_is_refused(void **state)
{
	run(waits_for_nonsense, NULL);
	assert_trace("1 1 1 1 1");
	loop_free(loop);
}

/* WAIT-11 */
static int waits_often(void *arg, void **result)
{
	Future *never[] = { loop_create_future(loop), loop_create_future(loop) };
	int done = 0;

	for (int i = 0; i < 1000; i++)
		done += asyncio_wait(never, 2, 1, FIRST_COMPLETED) != 0;
	trace("%d @%g", done, loop_time(loop));
	trace("%d", nobody_waits_for(never[0]) && nobody_waits_for(never[1]));
	unref_all(never, 2);
	return 0;
}

static void nothing_is_left_with_them_when_it_returns(void **state)
{
	run(waits_often, NULL);
	assert_trace("0 @1000 1");
	loop_free(loop);
}

/* WAIT-12 */
static int waits_with_time_left(void *arg, void **result)
{
	Future *all[] = { start("a", 1) };

	trace_wait(all, 1, 100, ALL_COMPLETED);
	unref_all(all, 1);
	return 0;
}

static void the_rest_of_its_time_is_taken_back(void **state)
{
	run(waits_with_time_left, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a 1 of 1 @1: a");
	assert_compared(loop_time(loop), ==, 1);
	loop_free(loop);
}

/* TICK-08, TICK-10 */
static int counts_passes(void *arg, void **result)
{
	Future *a = loop_create_future(loop);
	Handle soon = HANDLE(set, a);

	count_passes();
	loop_call_soon(loop, &soon);
	trace_wait(&a, 1, -1, ALL_COMPLETED);
	trace("in pass %d", passes);
	count_passes();
	succeeds(asyncio_wait(&a, 1, -1, ALL_COMPLETED));
	trace("after %d", passes);
	handle_cancel(&soon);
	future_unref(a);
	return 0;
}

static void it_takes_two_passes_even_if_all_are_done(void **state)
{
	run(counts_passes, NULL);
	assert_trace("1 of 1 @0: - in pass 3 after 2");
	loop_free(loop);
}

/* One future at least can always be waited for. */
static int waits_without_memory(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	Future *one = loop_create_future(loop);

	for (size_t i = 0; i < TEN_THOUSAND; i++)
		futures[i] = one;
	take_memory();
	ssize_t waited = asyncio_wait(futures, TEN_THOUSAND, -1, ALL_COMPLETED);
	ssize_t looked = asyncio_wait(futures, 1, 0, ALL_COMPLETED);
	give_memory();
	should_be_so(waited == -ENOMEM);
	should_be_so(looked == 0);
	should_be_so(nobody_waits_for(one));
	future_unref(one);
	printf("ran");
	return 0;
}

static void run_wait_without_memory(void)
{
	run(waits_without_memory, NULL);
}

static void without_memory_only_one_can_be_waited_for(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(run_wait_without_memory), 0);
	assert_text(program_output, "ran");
}

static Future *two[2];

static void wait_in_a_callback(void *arg)
{
	trace("%s", status_name((int)asyncio_wait(two, 2, -1, ALL_COMPLETED)));
}

static int waits_in_a_callback(void *arg, void **result)
{
	Handle soon = HANDLE(wait_in_a_callback, NULL);

	two[0] = ready("a");
	two[1] = ready("b");
	loop_call_soon(loop, &soon);
	succeeds(asyncio_sleep(0));
	unref_all(two, 2);
	return 0;
}

static void without_a_task_nobody_can_wait(void **state)
{
	run(waits_in_a_callback, NULL);
	assert_trace("EPERM");
	loop_free(loop);
}

static int waits_again_and_again(void *arg, void **result)
{
	static Future *futures[TEN_THOUSAND];
	Future *one = ready("a");
	ssize_t status = 0;

	for (size_t j = 0; j < TEN_THOUSAND; j++)
		futures[j] = one;
	for (int i = 0; status >= 0 && i < AGAIN_AND_AGAIN; i++)
		status = asyncio_wait(futures, TEN_THOUSAND, -1, ALL_COMPLETED);
	future_unref(one);
	return status == TEN_THOUSAND ? 0 : status < 0 ? (int)status : -EIO;
}

static void wait_with_little_memory(void)
{
	with_little_memory(waits_again_and_again);
}

static void waits_that_are_over_leave_nothing(void **state)
{
	if (needs_much_memory())
		skip_because("valgrind, emulators and sanitizers need much memory of "
		             "their own");
	assert_int_equal(run_child(wait_with_little_memory), 0);
	assert_text(program_output, "ok");
}

TESTS(T(it_waits_for_all_of_them), T(it_waits_no_longer_than_it_was_told),
      T(with_timeout_0_it_looks_who_is_done), T(what_makes_no_sense_is_refused),
      T(nothing_is_left_with_them_when_it_returns), T(the_rest_of_its_time_is_taken_back),
      T(it_takes_two_passes_even_if_all_are_done),
      T(without_memory_only_one_can_be_waited_for), T(without_a_task_nobody_can_wait),
      T(waits_that_are_over_leave_nothing))
