/* Step 4.3: several at once: wait. */
#include "several.h"

/* Their values, as far as they are done. */
static void trace_values(Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		void *value = NULL;
		int status = future_result(futures[i], &value);
		if (status == -EINPROGRESS)
			trace("pending");
		else
			trace("%s", status < 0 ? "failed" : text(value));
	}
}

static void trace_wait(Future *futures[], size_t n, double timeout, int return_when)
{
	int done = (int)asyncio_wait(futures, n, timeout, return_when);

	trace("%d of %d @%g:", done, (int)n, loop_time(loop));
	trace_values(futures, n);
}

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

/* WAIT-02 */
static int waits_for_the_first(void *arg, void **result)
{
	Future *all[] = { start("a", 3), start("b", 1), start("c", 2) };

	trace_wait(all, 3, -1, FIRST_COMPLETED);
	trace_wait(all + 1, 2, -1, ALL_COMPLETED);
	unref_all(all, 3);
	return 0;
}

static void or_for_the_first_to_be_done(void **state)
{
	run(waits_for_the_first, NULL);
	assert_trace("b 1 of 3 @1: b pending pending c a 2 of 2 @3: a c");
	loop_free(loop);
}

/* WAIT-03 */
static int waits_for_a_failure(void *arg, void **result)
{
	Future *all[] = { start("a", 3), start("b", 1), start_failing("c", 2, -EIO) };

	trace_wait(all, 3, -1, FIRST_EXCEPTION);
	Future *good[] = { start("d", 1), start("e", 2) };
	trace_wait(good, 2, -1, FIRST_EXCEPTION);
	unref_all(all, 3);
	unref_all(good, 2);
	return 0;
}

static void or_for_the_first_to_fail(void **state)
{
	run(waits_for_a_failure, NULL);
	assert_trace("b c 2 of 3 @2: b failed pending a d e 2 of 2 @4: d e");
	loop_free(loop);
}

/* WAIT-04 */
static int waits_past_a_cancelled_one(void *arg, void **result)
{
	Future *lost = loop_create_future(loop);
	Future *all[] = { lost, start("a", 1) };
	Handle soon = HANDLE(cancel, lost);

	loop_call_soon(loop, &soon);
	trace_wait(all, 2, -1, FIRST_EXCEPTION);
	handle_cancel(&soon);
	unref_all(all, 2);
	return 0;
}

static void to_be_cancelled_is_not_to_fail(void **state)
{
	run(waits_past_a_cancelled_one, NULL);
	assert_trace("a 2 of 2 @1: failed a");
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

/* WAIT-08: here a place is a place. */
static int waits_for_one_twice(void *arg, void **result)
{
	Task *a = start("a", 1), *b = start("b", 2);
	Future *all[] = { b, a, b, a };

	trace_wait(all, 4, 1.5, ALL_COMPLETED);
	trace_wait(all, 4, -1, FIRST_COMPLETED);
	trace_wait(all, 4, -1, ALL_COMPLETED);
	unref_all(all + 1, 2);
	return 0;
}

static void one_that_is_given_twice_keeps_both_places(void **state)
{
	run(waits_for_one_twice, NULL);
	assert_trace(
		"a 2 of 4 @1.5: a a pending pending 2 of 4 @1.5: a a pending pending "
		"b 4 of 4 @2: a a b b");
	loop_free(loop);
}

/* WAIT-09 */
static Future *late;

static void set_late_soon(void *handle)
{
	future_add_done_callback(late, handle);
	set(late);
}

static void say_late(void *arg)
{
	trace("late");
}

static int waits_and_two_are_done(void *arg, void **result)
{
	Future *first = loop_create_future(loop);
	late = loop_create_future(loop);
	Future *all[] = { late, first };
	Handle said = HANDLE(say_late, NULL);
	Handle then = HANDLE(set_late_soon, &said), soon = HANDLE(set, first);

	loop_call_soon(loop, &soon);
	future_add_done_callback(first, &then); /* before the wait hears of it */
	trace("%d", (int)asyncio_wait(all, 2, -1, FIRST_COMPLETED));
	trace(all[0] == late && all[1] == first ? "both" : "one");
	succeeds(asyncio_sleep(0));
	handle_cancel(&soon);
	handle_cancel(&then);
	handle_cancel(&said);
	unref_all(all, 2);
	return 0;
}

static void what_is_done_when_it_returns_counts(void **state)
{
	run(waits_and_two_are_done, NULL);
	assert_trace("late 2 both");
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
	assert_true(loop_time(loop) == 1);
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

TESTS(T(it_waits_for_all_of_them), T(or_for_the_first_to_be_done),
      T(or_for_the_first_to_fail), T(to_be_cancelled_is_not_to_fail),
      T(it_waits_no_longer_than_it_was_told), T(with_timeout_0_it_looks_who_is_done),
      T(what_makes_no_sense_is_refused), T(one_that_is_given_twice_keeps_both_places),
      T(what_is_done_when_it_returns_counts),
      T(nothing_is_left_with_them_when_it_returns), T(the_rest_of_its_time_is_taken_back),
      T(it_takes_two_passes_even_if_all_are_done))
