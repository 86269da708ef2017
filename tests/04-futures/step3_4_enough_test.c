/* Rung 4.3.4: a wait for enough of them. */
#include "waiting.h"

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
	Future *all[] = { lost, start("a", 1), start_failing("b", 2, -EIO),
		          start("c", 3) };
	Handle soon = HANDLE(cancel, lost);

	loop_call_soon(loop, &soon);
	trace_wait(all, 4, -1, FIRST_EXCEPTION);
	handle_cancel(&soon);
	unref_all(all, 4);
	return 0;
}

static void to_be_cancelled_is_not_to_fail(void **state)
{
	run(waits_past_a_cancelled_one, NULL);
	assert_trace("a b 3 of 4 @2: failed a failed pending");
	loop_free(loop);
}

/* The gather has an error, which is -ECANCELED; only its child was cancelled. */
static int waits_for_a_gather_of_a_cancelled_one(void *arg, void **result)
{
	Future *lost = loop_create_future(loop);
	Future *all[] = { asyncio_gather(NULL, lost), start("a", 1) };
	Handle soon = HANDLE(cancel, lost);

	loop_call_soon(loop, &soon);
	trace_wait(all, 2, -1, FIRST_EXCEPTION);
	trace(future_cancelled(all[0]) ? "cancelled" : "finished");
	handle_cancel(&soon);
	unref_all(all, 2);
	return 0;
}

static void a_gather_of_a_cancelled_one_has_failed(void **state)
{
	run(waits_for_a_gather_of_a_cancelled_one, NULL);
	assert_trace("1 of 2 @0: failed pending finished");
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
	Future *all[] = { late, first, loop_create_future(loop) };
	Handle said = HANDLE(say_late, NULL);
	Handle then = HANDLE(set_late_soon, &said), soon = HANDLE(set, first);

	loop_call_soon(loop, &soon);
	future_add_done_callback(first, &then); /* before the wait hears of it */
	trace("%d", (int)asyncio_wait(all, 3, -1, FIRST_COMPLETED));
	trace(all[0] == late && all[1] == first ? "both" : "one");
	succeeds(asyncio_sleep(0));
	handle_cancel(&soon);
	handle_cancel(&then);
	handle_cancel(&said);
	unref_all(all, 3);
	return 0;
}

static void what_is_done_when_it_returns_counts(void **state)
{
	run(waits_and_two_are_done, NULL);
	assert_trace("late 2 both");
	loop_free(loop);
}

/* Nobody has looked at its error by that. */
static int waits_for_one_that_fails(void *arg, void **result)
{
	Future *all[] = { start_failing("a", 1, -EIO), loop_create_future(loop) };

	trace("%d", (int)asyncio_wait(all, 2, -1, FIRST_COMPLETED));
	trace(all[0]->unseen ? "unseen" : "seen");
	int error = future_result(all[0], NULL);
	unref_all(all, 2);
	return error;
}

static void to_be_done_is_enough_whatever_the_error_is(void **state)
{
	assert_int_equal(run(waits_for_one_that_fails, NULL), -EIO);
	assert_trace("a 1 unseen");
	loop_free(loop);
}

TESTS(T(or_for_the_first_to_be_done), T(or_for_the_first_to_fail),
      T(to_be_cancelled_is_not_to_fail), T(a_gather_of_a_cancelled_one_has_failed),
      T(one_that_is_given_twice_keeps_both_places),
      T(what_is_done_when_it_returns_counts),
      T(to_be_done_is_enough_whatever_the_error_is))
