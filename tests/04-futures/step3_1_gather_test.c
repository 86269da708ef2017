/* Step 4.3: several at once: gather. */
#include "several.h"

static void *results[3];
static int errors[3];

static void trace_results(size_t n)
{
	for (size_t i = 0; i < n; i++)
		trace("%s", text(results[i]));
}

/* GATHER-01 */
static int gathers_three(void *arg, void **result)
{
	int error = await(
		asyncio_gather(results, start("a", 3), start("b", 1), start("c", 2)),
		result);

	trace("%d:", error);
	trace_results(3);
	trace("@%g", loop_time(loop));
	return *result == results ? error : 1;
}

static void results_come_in_the_order_of_the_arguments(void **state)
{
	assert_int_equal(run(gathers_three, NULL), 0);
	assert_trace("b c a 0: a b c @3");
	loop_free(loop);
}

/* GATHER-02 */
static int gathers_nothing(void *arg, void **result)
{
	Future *nothing = asyncio_gatherv(NULL, 0, NULL, NULL);

	count_passes();
	trace(future_done(nothing) ? "done" : "pending");
	trace("%d after %d", await(nothing, NULL), passes);
	return 0;
}

static void a_gather_of_nothing_is_done(void **state)
{
	run(gathers_nothing, NULL);
	assert_trace("done 0 after 0");
	loop_free(loop);
}

static int awaits_a_gather(void *arg, void **result)
{
	void *value = NULL, *none = results;
	int error = await(asyncio_gather(results, ready("a"), ready("b")), &value);

	trace("%d %s", error, value == results ? "results" : "something else");
	Future *failed = future_failed(loop, -EIO);
	error = await(asyncio_gather(results, ready("a"), failed), &none);
	trace("%s %s", status_name(error), none == NULL ? "NULL" : "something else");
	error = await(asyncio_gather(NULL, ready("a")), &none);
	trace("%d %s", error, none == NULL ? "NULL" : "something else");
	return 0;
}

static void the_value_of_a_gather_is_where_its_results_are(void **state)
{
	run(awaits_a_gather, NULL);
	assert_trace("0 results EIO NULL 0 NULL");
	loop_free(loop);
}

/* GATHER-03 */
static int gathers_what_is_done(void *arg, void **result)
{
	Future *failed = future_failed(loop, -EIO), *late = future_failed(loop, -ENOENT);
	Future *all = asyncio_gather(results, ready("a"), ready("b"));

	trace(all != NULL && future_done(all) ? "done" : "pending");
	trace("%d", await(all, NULL));
	trace_results(2);
	all = asyncio_gather(results, ready("a"), failed, late);
	trace(all != NULL && future_done(all) ? "done" : "pending");
	trace(await(all, NULL) == -EIO ? "EIO" : "-");
	return 0;
}

static void what_is_done_already_is_gathered_at_once(void **state)
{
	run(gathers_what_is_done, NULL);
	assert_trace("done 0 a b done EIO");
	loop_free(loop);
}

/* GATHER-04 */
static int gathers_one_thrice(void *arg, void **result)
{
	Task *a = start("a", 1);

	trace("%d",
	      await(asyncio_gather(results, a, future_ref(a), future_ref(a)), NULL));
	trace_results(3);
	return 0;
}

static void one_task_given_three_times_runs_once(void **state)
{
	run(gathers_one_thrice, NULL);
	assert_trace("a 0 a a a");
	loop_free(loop);
}

/* GATHER-05 */
static int gathers_failures(void *arg, void **result)
{
	results[0] = "untouched";
	int error = await(asyncio_gather(results, start_failing("late", 2, -EIO),
	                                 start_failing("early", 1, -ENOENT),
	                                 start("good", 3)),
	                  NULL);
	trace(error == -ENOENT ? "ENOENT" : "-");
	trace("@%g %s", loop_time(loop), text(results[0]));
	succeeds(asyncio_sleep(5));
	return 0;
}

static void the_first_error_in_time_ends_it_and_the_others_run_on(void **state)
{
	run(gathers_failures, NULL);
	assert_trace("early ENOENT @1 untouched late good");
	loop_free(loop);
}

/* GATHER-06 */
static int collects_errors(void *arg, void **result)
{
	Future *futures[] = { start_failing("a", 2, -EIO), start("b", 1),
		              start_failing("c", 3, -ENOENT) };

	trace("%d", await(asyncio_gatherv(futures, 3, results, errors), NULL));
	trace_results(3);
	return 0;
}

static void with_errors_it_waits_for_all_and_collects_them(void **state)
{
	run(collects_errors, NULL);
	assert_trace("b a c 0 - b -");
	assert_int_equal(errors[0], -EIO);
	assert_int_equal(errors[1], 0);
	assert_int_equal(errors[2], -ENOENT);
	loop_free(loop);
}

/* GATHER-07 */
static int gathers_a_cancelled_one(void *arg, void **result)
{
	Future *lost = loop_create_future(loop), *keep = loop_create_future(loop);
	Handle soon = HANDLE(cancel, lost);
	Future *futures[] = { lost, keep };
	Future *all = asyncio_gatherv(futures, 2, results, arg);

	future_ref(keep);
	loop_call_soon(loop, &soon);
	if (arg != NULL)
		future_set_result(keep, "kept");
	int error = future_wait(all);
	trace(error == -ECANCELED ? "ECANCELED" : error == 0 ? "0" : "-");
	trace(future_cancelled(all) ? "cancelled" : future_done(all) ? "done" : "-");
	trace(future_done(keep) ? "kept" : "pending");
	future_set_result(keep, NULL);
	future_unref(keep);
	future_unref(all);
	succeeds(asyncio_sleep(0));
	return asyncio_sleep(0);
}

static void a_child_that_somebody_cancels_is_a_child_that_fails(void **state)
{
	assert_int_equal(run(gathers_a_cancelled_one, NULL), 0);
	assert_trace("ECANCELED done pending");
	loop_free(loop);
}

static void with_errors_a_cancelled_child_is_one_of_them(void **state)
{
	assert_int_equal(run(gathers_a_cancelled_one, errors), 0);
	assert_trace("0 done kept");
	assert_int_equal(errors[0], -ECANCELED);
	assert_int_equal(errors[1], 0);
	assert_text(text(results[1]), "kept");
	loop_free(loop);
}

/* GATHER-14: the second error is nobody's, and no report. */
static int fails_twice(void *arg, void **result)
{
	int error = await(asyncio_gather(NULL, start_failing("a", 1, -EIO),
	                                 start_failing("b", 2, -ENOENT)),
	                  NULL);

	should_be_so(error == -EIO);
	return asyncio_sleep(5);
}

static void run_fails_twice(void)
{
	should_be_so(run(fails_twice, NULL) == 0);
	printf("ran");
	loop_free(loop);
}

static void the_second_error_is_not_reported(void **state)
{
	assert_int_equal(run_child(run_fails_twice), 0);
	assert_text(program_output, "ran");
}

/* The gather's own error is. */
static int forgets_a_failure(void *arg, void **result)
{
	future_unref(asyncio_gather(NULL, start_failing("a", 1, -EIO)));
	return asyncio_sleep(5);
}

static void run_forgets_a_failure(void)
{
	run(forgets_a_failure, NULL);
	loop_free(loop);
}

static void a_failed_gather_that_nobody_looks_at_is_reported_once(void **state)
{
	char line[100];

	assert_int_equal(run_child(run_forgets_a_failure), 0);
	snprintf(line, sizeof line, "the error of a gather was never looked at: %s\n",
	         strerror(EIO));
	assert_text(program_output, line);
}

/* TICK-08 */
static int counts_passes(void *arg, void **result)
{
	Future *a = loop_create_future(loop), *b = ready("b");
	Handle soon = HANDLE(set, a);
	Future *all = asyncio_gather(NULL, a, b);

	count_passes();
	loop_call_soon(loop, &soon);
	int error = await(all, NULL);
	trace("%d in pass %d", error, passes);
	handle_cancel(&soon);
	return 0;
}

static void it_takes_two_passes_from_the_last_child_to_who_awaits_it(void **state)
{
	run(counts_passes, NULL);
	assert_trace("0 in pass 3"); /* the first is the one in which the child is set */
	loop_free(loop);
}

TESTS(T(results_come_in_the_order_of_the_arguments), T(a_gather_of_nothing_is_done),
      T(the_value_of_a_gather_is_where_its_results_are),
      T(what_is_done_already_is_gathered_at_once),
      T(one_task_given_three_times_runs_once),
      T(the_first_error_in_time_ends_it_and_the_others_run_on),
      T(with_errors_it_waits_for_all_and_collects_them),
      T(a_child_that_somebody_cancels_is_a_child_that_fails),
      T(with_errors_a_cancelled_child_is_one_of_them),
      T(the_second_error_is_not_reported),
      T(a_failed_gather_that_nobody_looks_at_is_reported_once),
      T(it_takes_two_passes_from_the_last_child_to_who_awaits_it))
