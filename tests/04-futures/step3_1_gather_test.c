/* Rung 4.3.1: a gather, when all goes well or its maker collects the errors. */
#include "gathers.h"

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
	error = await(asyncio_gather(NULL, ready("a")), &none);
	trace("%d %s", error, none == NULL ? "NULL" : "something else");
	return 0;
}

static void the_value_of_a_gather_is_where_its_results_are(void **state)
{
	run(awaits_a_gather, NULL);
	assert_trace("0 results 0 NULL");
	loop_free(loop);
}

/* GATHER-03 */
static int gathers_what_is_done(void *arg, void **result)
{
	Future *all = asyncio_gather(results, ready("a"), ready("b"));

	trace(all != NULL && future_done(all) ? "done" : "pending");
	trace("%d", await(all, NULL));
	trace_results(2);
	return 0;
}

static void what_is_done_already_is_gathered_at_once(void **state)
{
	run(gathers_what_is_done, NULL);
	assert_trace("done 0 a b");
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

/* GATHER-06 */
static int collects_errors(void *arg, void **result)
{
	for (int i = 0; i < 3; i++)
		results[i] = "what was there before";
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
static void with_errors_a_cancelled_child_is_one_of_them(void **state)
{
	results[0] = "what was there before";
	assert_int_equal(run(gathers_a_cancelled_one, errors), 0);
	assert_trace("0 done kept");
	assert_null(results[0]);
	assert_int_equal(errors[0], -ECANCELED);
	assert_int_equal(errors[1], 0);
	assert_text(text(results[1]), "kept");
	loop_free(loop);
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
      T(with_errors_it_waits_for_all_and_collects_them),
      T(with_errors_a_cancelled_child_is_one_of_them),
      T(it_takes_two_passes_from_the_last_child_to_who_awaits_it))
