/* Rung 4.3.2: the first error ends a gather; and what cannot be gathered. */
#include "gathers.h"

static int gathers_what_has_failed(void *arg, void **result)
{
	Future *failed = future_failed(loop, -EIO), *late = future_failed(loop, -ENOENT);
	Future *all = asyncio_gather(results, ready("a"), failed, late);
	void *none = results;

	results[0] = "untouched";
	trace(all != NULL && future_done(all) ? "done" : "pending");
	trace("%s", status_name(await(all, &none)));
	trace("%s %s", none == NULL ? "NULL" : "something else", text(results[0]));
	return 0;
}

static void of_what_has_failed_already_the_first_fails_it_at_once(void **state)
{
	run(gathers_what_has_failed, NULL);
	assert_trace("done EIO NULL untouched");
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

/* GATHER-07 */
static void a_child_that_somebody_cancels_is_a_child_that_fails(void **state)
{
	assert_int_equal(run(gathers_a_cancelled_one, NULL), 0);
	assert_trace("ECANCELED done pending");
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

TESTS(T(the_first_error_in_time_ends_it_and_the_others_run_on),
      T(of_what_has_failed_already_the_first_fails_it_at_once),
      T(a_child_that_somebody_cancels_is_a_child_that_fails),
      T(the_second_error_is_not_reported),
      T(a_failed_gather_that_nobody_looks_at_is_reported_once))
