/* Exercise retry: see 04-futures/exercises/retry.c. */
#include "retry.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <math.h>

static Retry policy;
static int failures; /* how many of the calls fail */
static int fails_with = -EAGAIN;
static Task *called_in; /* the task in which the last call was made */
static double start;

static int fetch(void *arg, void **result)
{
	trace("%.0f", time_perf_counter() - start);
	called_in = asyncio_current_task();
	if (failures-- > 0)
		return fails_with;
	*result = arg;
	return 0;
}

static int ends(void *arg, void **result)
{
	trace("call");
	return -ECANCELED;
}

static int fetches(void *unused, void **result)
{
	return retry(&policy, fetch, "page", result);
}

static int fetches_twice(void *unused, void **result)
{
	int error = retry(&policy, fetch, "page", result);

	trace("calls:%d", policy.calls);
	if (error < 0)
		return error;
	error = retry(&policy, fetch, "page", result);
	trace("calls:%d", policy.calls);
	return error;
}

static int ends_in_it(void *unused, void **result)
{
	return retry(&policy, ends, NULL, result);
}

static int fetches_and_looks_in_which_task(void *unused, void **result)
{
	int error = retry(&policy, fetch, "page", result);

	trace(called_in == asyncio_current_task() ? "in this task" : "in another task");
	return error;
}

static int cancels_it_after_two_seconds(void *unused, void **result)
{
	Task *task = asyncio_create_task(fetches, NULL);
	int error = asyncio_sleep(2);

	task_cancel(task);
	int awaited = await(task, NULL);
	trace("cancelled at %.0f", time_perf_counter() - start);
	return error < 0 ? error : awaited;
}

static int retries(Retry it, CoroutineFn *fn, int fails, void **result)
{
	policy = it;
	failures = fails;
	start = time_perf_counter();
	return asyncio_run(fn, NULL, result);
}

static int run(CoroutineFn *fn, int fails, void **result)
{
	Retry usual = { .attempts = 6, .delay = 1, .longest = 5 };

	return retries(usual, fn, fails, result);
}

static void what_succeeds_is_called_once(void **state)
{
	void *page = NULL;

	assert_int_equal(run(fetches, 0, &page), 0);
	assert_text(page, "page");
	assert_trace("0");
	assert_int_equal(policy.calls, 1);
}

static void each_delay_is_twice_the_one_before(void **state)
{
	void *page = NULL;

	assert_int_equal(run(fetches, 3, &page), 0);
	assert_text(page, "page");
	assert_trace("0 1 3 7");
	assert_true(policy.delay == 1);
}

static void it_begins_anew_when_it_is_used_again(void **state)
{
	assert_int_equal(run(fetches_twice, 2, NULL), 0);
	assert_trace("0 1 3 calls:3 3 calls:1");
}

static void no_delay_is_longer_than_the_longest(void **state)
{
	assert_int_equal(run(fetches, 5, NULL), 0);
	assert_trace("0 1 3 7 12 17");
}

static void nor_is_the_first_one(void **state)
{
	Retry impatient = { .attempts = 3, .delay = 10, .longest = 5 };

	assert_int_equal(retries(impatient, fetches, 2, NULL), 0);
	assert_trace("0 5 10");
}

static void after_forty_calls_the_delay_is_still_the_longest(void **state)
{
	Retry stubborn = { .attempts = 40, .delay = 1, .longest = 1 };

	assert_int_equal(retries(stubborn, fetches, 39, NULL), 0);
	assert_int_equal(policy.calls, 40);
	assert_int_equal(time_perf_counter() - start + 0.5, 39);
}

static void the_last_error_comes_out_without_a_delay(void **state)
{
	assert_int_equal(run(fetches, 100, NULL), -EAGAIN);
	assert_int_equal(policy.calls, 6);
	assert_int_equal(time_perf_counter() - start + 0.5, 17);
}

static void a_task_that_is_cancelled_does_not_try_again(void **state)
{
	assert_int_equal(run(ends_in_it, 0, NULL), -ECANCELED);
	assert_trace("call");
}

static void nor_does_one_that_is_cancelled_while_it_sleeps(void **state)
{
	assert_int_equal(run(cancels_it_after_two_seconds, 100, NULL), -ECANCELED);
	assert_trace("0 1 cancelled at 2");
}

static void a_sleep_that_fails_ends_it_with_its_error(void **state)
{
	Retry unknown = { .attempts = 3, .delay = NAN, .longest = NAN };

	assert_int_equal(retries(unknown, fetches, 2, NULL), -EINVAL);
	assert_trace("0");
}

static void the_call_is_made_in_the_running_task(void **state)
{
	assert_int_equal(run(fetches_and_looks_in_which_task, 1, NULL), 0);
	assert_trace("0 1 in this task");
}

static void a_call_that_was_too_late_is_made_again(void **state)
{
	fails_with = -ETIMEDOUT;
	assert_int_equal(run(fetches, 2, NULL), 0);
	assert_trace("0 1 3");
}

TESTS(T(what_succeeds_is_called_once), T(each_delay_is_twice_the_one_before),
      T(it_begins_anew_when_it_is_used_again), T(no_delay_is_longer_than_the_longest),
      T(nor_is_the_first_one), T(after_forty_calls_the_delay_is_still_the_longest),
      T(the_last_error_comes_out_without_a_delay),
      T(a_task_that_is_cancelled_does_not_try_again),
      T(nor_does_one_that_is_cancelled_while_it_sleeps),
      T(a_sleep_that_fails_ends_it_with_its_error),
      T(the_call_is_made_in_the_running_task), T(a_call_that_was_too_late_is_made_again))
