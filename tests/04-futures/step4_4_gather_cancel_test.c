/* Rung 4.4.4: a gather is cancelled. */
#include "several.h"

static void *results[3];
static int errors[3];

/* Cleans up for a while, and goes. */
static int slow_to_go(void *arg, void **result)
{
	int error = asyncio_sleep(10);

	trace("cleans");
	succeeds(asyncio_sleep(2));
	trace("clean");
	return error;
}

/* Will not go. */
static int stubborn(void *name, void **result)
{
	while (asyncio_sleep(1) == -ECANCELED)
		trace("%s:no", (char *)name);
	*result = name;
	return 0;
}

static const char *outcome(int status)
{
	return status == 0 ? "0" : status == -ECANCELED ? "ECANCELED" : "-";
}

/* A task that awaits them, to be cancelled at 0.5. */
static int awaits_tasks(void *arg, void **result)
{
	Future **tasks = arg;
	int *collect = tasks[2] == NULL ? NULL : errors;
	int error = await(asyncio_gatherv(tasks, 2, results, collect), NULL);

	trace("%s @%g", outcome(error), loop_time(loop));
	return error;
}

static void cancel_awaiting(Future *first, Future *second, bool collect)
{
	Future *tasks[] = { first, second, collect ? first : NULL };
	Task *task = asyncio_create_task(awaits_tasks, tasks);

	results[0] = results[1] = "untouched";
	succeeds(asyncio_sleep(0.5));
	trace("%d", task_cancel(task));
	trace("%s", outcome(await(task, NULL)));
	succeeds(asyncio_sleep(5));
	trace("%s", text(results[0]));
}

/* GATHER-08 */
static int cancels_two(void *arg, void **result)
{
	cancel_awaiting(start("a", 1), start("b", 2), false);
	return 0;
}

static void cancelling_who_awaits_a_gather_cancels_the_children(void **state)
{
	run(cancels_two, NULL);
	assert_trace("1 a:stopped b:stopped ECANCELED @0.5 ECANCELED untouched");
	loop_free(loop);
}

/* GATHER-09 */
static int cancels_a_slow_one(void *arg, void **result)
{
	cancel_awaiting(asyncio_create_task(slow_to_go, NULL), start("b", 1),
	                arg != NULL);
	return 0;
}

static void the_first_child_that_ends_ends_the_gather(void **state)
{
	run(cancels_a_slow_one, NULL);
	assert_trace("1 cleans b:stopped ECANCELED @0.5 ECANCELED clean untouched");
	loop_free(loop);
}

static int cancels_one_whose_last_child_is_done(void *arg, void **result)
{
	Future *over = loop_create_future(loop);
	Future *futures[] = { asyncio_create_task(stubborn, "a"), over };

	succeeds(future_set_result(over, NULL));
	Future *all = asyncio_gatherv(futures, 2, results, NULL);
	succeeds(asyncio_sleep(0.5));
	trace("%d", future_cancel(all));
	trace("%s", outcome(await(all, NULL)));
	return 0;
}

static void one_child_that_accepts_is_enough_wherever_it_stands(void **state)
{
	run(cancels_one_whose_last_child_is_done, NULL);
	assert_trace("1 a:no ECANCELED");
	loop_free(loop);
}

/* GATHER-10 */
static void with_errors_the_last_one_does(void **state)
{
	run(cancels_a_slow_one, errors);
	assert_trace("1 cleans b:stopped clean ECANCELED @2.5 ECANCELED untouched");
	loop_free(loop);
}

/* GATHER-11 */
static int cancels_stubborn_ones(void *arg, void **result)
{
	Task *a = asyncio_create_task(stubborn, "a"),
	     *b = asyncio_create_task(stubborn, "b");
	void *value = NULL;

	cancel_awaiting(future_ref(a), future_ref(b), false);
	trace("%s", outcome(await(a, &value)));
	trace("%s", text(value));
	return await(b, NULL);
}

static void if_no_child_obeys_the_gather_is_cancelled_nevertheless(void **state)
{
	assert_int_equal(run(cancels_stubborn_ones, NULL), 0);
	assert_trace("1 a:no b:no ECANCELED @1.5 ECANCELED untouched 0 a");
	loop_free(loop);
}

/* GATHER-12 */
static int cancels_in_between(void *arg, void **result)
{
	Future *a = loop_create_future(loop), *b = loop_create_future(loop);
	Future *both = asyncio_gather(results, future_ref(a), future_ref(b));

	trace("%d", future_cancel(both));
	trace("%s", outcome(await(both, NULL)));
	future_unref(a);
	future_unref(b);
	a = loop_create_future(loop);
	both = asyncio_gather(results, a);
	future_set_result(a, "a");
	trace("%d %d", future_cancel(both), future_done(both));
	trace("%s", outcome(await(both, NULL)));
	trace("%s", text(results[0]));
	return 0;
}

static void when_all_children_are_done_it_is_too_late_to_cancel_it(void **state)
{
	run(cancels_in_between, NULL);
	assert_trace("1 ECANCELED 0 0 0 a");
	loop_free(loop);
}

/* GATHER-13 */
static int cancels_a_failed_one(void *arg, void **result)
{
	Future *both = asyncio_gather(NULL, start_failing("a", 1, -EIO), start("b", 3));
	Future *other = asyncio_gather(NULL, start("c", 3));

	trace("%d", future_wait(both) == -EIO);
	trace("%d %d", future_cancel(both), future_cancel(other));
	future_unref(both);
	future_unref(other);
	return asyncio_sleep(5);
}

static void one_that_has_failed_cancels_nobody_any_more(void **state)
{
	run(cancels_a_failed_one, NULL);
	assert_trace("a 1 0 1 c:stopped b");
	loop_free(loop);
}

static int cancels_gathers_of_gathers(void *arg, void **result)
{
	Future *inner = asyncio_gather(NULL, start("a", 1), start("b", 2));
	Future *outer = asyncio_gather(NULL, future_ref(inner), start("c", 3));

	succeeds(asyncio_sleep(0.5));
	trace("%d", future_cancel(outer));
	trace("%s", outcome(await(outer, NULL)));
	trace("%s %d", outcome(future_wait(inner)), future_cancelled(inner));
	future_unref(inner);
	return 0;
}

static void a_gather_of_gathers_cancels_them_all(void **state)
{
	run(cancels_gathers_of_gathers, NULL);
	assert_trace("1 a:stopped b:stopped c:stopped ECANCELED ECANCELED 0");
	loop_free(loop);
}

/* A callback of one child cancels the gather, and lets it go. */
static void cancel_and_unref(void *arg)
{
	trace("%d", future_cancel(arg));
	future_unref(arg);
}

static int cancels_from_a_callback(void *arg, void **result)
{
	Future *a = loop_create_future(loop), *b = start("b", 1);
	Future *both = asyncio_gather(NULL, future_ref(a), b);
	Handle done = HANDLE(cancel_and_unref, both);

	future_add_done_callback(a, &done);
	set(a);
	future_unref(a);
	return asyncio_sleep(2);
}

static void a_callback_of_a_child_may_cancel_it_and_give_it_back(void **state)
{
	assert_int_equal(run(cancels_from_a_callback, NULL), 0);
	assert_trace("1 b:stopped");
	loop_free(loop);
}

/* Neither child has begun, so neither waits for anything that could be cancelled. */
static int cancels_two_that_have_not_begun(void *arg, void **result)
{
	Future *both = asyncio_gather(NULL, start("a", 1), start("b", 2));

	trace("%d", future_cancel(both));
	trace("%s", outcome(await(both, NULL)));
	return 0;
}

static void children_that_have_not_begun_accept_as_well(void **state)
{
	assert_int_equal(run(cancels_two_that_have_not_begun, NULL), 0);
	assert_trace("1 ECANCELED");
	loop_free(loop);
}

/* Each request reaches both children again. */
static int cancels_twice(void *arg, void **result)
{
	Future *both = asyncio_gather(NULL, asyncio_create_task(stubborn, "a"),
	                              asyncio_create_task(stubborn, "b"));

	for (int i = 0; i < 2; i++) {
		succeeds(asyncio_sleep(0));
		trace("%d", future_cancel(both));
	}
	trace("%s", outcome(await(both, NULL)));
	return 0;
}

static void a_second_request_reaches_the_children_that_still_clean_up(void **state)
{
	assert_int_equal(run(cancels_twice, NULL), 0);
	assert_trace("1 a:no b:no 1 a:no b:no ECANCELED");
	loop_free(loop);
}

TESTS(T(cancelling_who_awaits_a_gather_cancels_the_children),
      T(the_first_child_that_ends_ends_the_gather),
      T(one_child_that_accepts_is_enough_wherever_it_stands),
      T(with_errors_the_last_one_does),
      T(if_no_child_obeys_the_gather_is_cancelled_nevertheless),
      T(when_all_children_are_done_it_is_too_late_to_cancel_it),
      T(one_that_has_failed_cancels_nobody_any_more),
      T(a_gather_of_gathers_cancels_them_all),
      T(a_callback_of_a_child_may_cancel_it_and_give_it_back),
      T(children_that_have_not_begun_accept_as_well),
      T(a_second_request_reaches_the_children_that_still_clean_up))
