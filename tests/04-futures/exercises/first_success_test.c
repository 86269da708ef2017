/* Exercise first_success: see 04-futures/exercises/first_success.c. */
#include "first_success.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

/* An address: how long it takes to answer, and how. */
typedef struct Address {
	const char *name;
	double seconds;
	int error;
	double cleanup; /* seconds, if it is cancelled */
} Address;

static Address *addresses;
static size_t n;
static bool losers_succeed; /* an attempt that is cancelled returns its value */
static double start;

static int now(void)
{
	return (int)(time_perf_counter() - start + 0.5);
}

static int connects(void *arg, void **result)
{
	const Address *address = arg;

	trace("%s@%d", address->name, now());
	int error = asyncio_sleep(address->seconds);
	if (error < 0) {
		int cleaned = asyncio_sleep(address->cleanup);
		trace("%s:%s@%d", address->name, cleaned < 0 ? "hurried" : "stopped",
		      now());
		if (losers_succeed) {
			*result = (void *)address->name;
			return 0;
		}
		return error;
	}
	*result = (void *)address->name;
	return address->error;
}

static int looks_for_one(void *unused, void **result)
{
	void *args[4];

	for (size_t i = 0; i < n; i++)
		args[i] = &addresses[i];
	*result = "old";
	int error = first_success(connects, args, n, 3, result);
	trace("end@%d", now());
	if (error < 0 && *result != NULL)
		trace("value:%s", (char *)*result);
	return error;
}

static int cancels_it_after_four_seconds(void *unused, void **result)
{
	Task *task = asyncio_create_task(looks_for_one, NULL);
	int error = asyncio_sleep(4);

	task_cancel(task);
	int outcome = await(task, NULL);
	return error < 0 ? error : outcome;
}

/* An attempt that takes ten seconds, however often it is cancelled. */
static int connects_stubbornly(void *arg, void **result)
{
	const Address *address = arg;

	trace("%s@%d", address->name, now());
	for (double left = 10; left > 0.001; left = start + 10 - time_perf_counter())
		ignore_status(asyncio_sleep(left));
	trace("%s:ended@%d", address->name, now());
	return -ECANCELED;
}

static int looks_stubbornly(void *unused, void **result)
{
	int error = first_success(connects_stubbornly, (void *[]){ &addresses[0] }, 1, 3,
	                          result);

	trace("end@%d", now());
	return error;
}

static int cancels_it_twice(void *unused, void **result)
{
	Task *task = asyncio_create_task(looks_stubbornly, NULL);
	int error = asyncio_sleep(4);

	task_cancel(task);
	error = error < 0 ? error : asyncio_sleep(1);
	task_cancel(task);
	int outcome = await(task, NULL);
	return error < 0 ? error : outcome;
}

/* The cleanup of a task that is cancelled looks for an address. */
static int looks_when_it_is_cancelled(void *unused, void **result)
{
	int error = asyncio_sleep(100);

	return error == -ECANCELED ? looks_for_one(NULL, result) : error;
}

static int cancels_what_then_looks(void *unused, void **result)
{
	Task *task = asyncio_create_task(looks_when_it_is_cancelled, NULL);
	int error = asyncio_sleep(1);

	task_cancel(task);
	start = time_perf_counter();
	int outcome = await(task, result);
	return error < 0 ? error : outcome;
}

static int answers_nothing(void *arg, void **result)
{
	trace("called");
	return 0;
}

static int looks_for_nothing(void *unused, void **result)
{
	*result = "old";
	return first_success(answers_nothing, (void *[]){ NULL, NULL }, 2, 3, result);
}

static int run(CoroutineFn *fn, Address *all, size_t how_many, void **result)
{
	addresses = all;
	n = how_many;
	start = time_perf_counter();
	return asyncio_run(fn, NULL, result);
}

static void one_that_answers_in_time_is_the_only_one(void **state)
{
	Address all[] = { { "a", 2, 0, 0 }, { "b", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 2, &winner), 0);
	assert_text(winner, "a");
	assert_trace("a@0 end@2");
}

static void after_the_delay_the_next_one_is_tried_beside_it(void **state)
{
	Address all[] = { { "a", 100, 0, 0 }, { "b", 100, 0, 0 }, { "c", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 3, &winner), 0);
	assert_text(winner, "c");
	assert_trace("a@0 b@3 c@6 a:stopped@7 b:stopped@7 end@7");
}

static void an_earlier_one_may_still_win(void **state)
{
	Address all[] = { { "a", 4, 0, 0 }, { "b", 100, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 2, &winner), 0);
	assert_text(winner, "a");
	assert_trace("a@0 b@3 b:stopped@4 end@4");
}

static void after_a_failure_the_next_one_is_tried_at_once(void **state)
{
	Address all[] = { { "a", 1, -EPIPE, 0 },
		          { "b", 1, -EIO, 0 },
		          { "c", 1, -EAGAIN, 0 } };
	void *winner = "nobody";

	assert_int_equal(run(looks_for_one, all, 3, &winner), -EAGAIN);
	assert_trace("a@0 b@1 c@2 end@3");
	assert_null(winner);
}

static void the_losers_clean_up_at_the_same_time(void **state)
{
	Address all[] = { { "a", 100, 0, 2 }, { "b", 100, 0, 3 }, { "c", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 3, &winner), 0);
	assert_trace("a@0 b@3 c@6 a:stopped@9 b:stopped@10 end@10");
}

static void a_cancellation_ends_all_of_them(void **state)
{
	Address all[] = { { "a", 100, 0, 1 }, { "b", 100, 0, 2 }, { "c", 100, 0, 0 } };

	assert_int_equal(run(cancels_it_after_four_seconds, all, 3, NULL), -ECANCELED);
	assert_trace("a@0 b@3 a:stopped@5 b:stopped@6 end@6");
}

static void a_failure_begins_the_next_one_while_another_still_tries(void **state)
{
	Address all[] = { { "a", 100, 0, 0 }, { "b", 1, -EIO, 0 }, { "c", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 3, &winner), 0);
	assert_text(winner, "c");
	assert_trace("a@0 b@3 c@4 a:stopped@5 end@5");
}

static void the_delay_begins_anew_after_a_failure(void **state)
{
	Address all[] = { { "a", 1, -EIO, 0 }, { "b", 100, 0, 0 }, { "c", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 3, &winner), 0);
	assert_text(winner, "c");
	assert_trace("a@0 b@1 c@4 b:stopped@5 end@5");
}

static void the_value_of_a_loser_does_not_matter(void **state)
{
	Address all[] = { { "a", 100, 0, 0 }, { "b", 1, 0, 0 } };
	void *winner = NULL;

	losers_succeed = true;
	assert_int_equal(run(looks_for_one, all, 2, &winner), 0);
	assert_text(winner, "b");
	assert_trace("a@0 b@3 a:stopped@4 end@4");
}

/* b has won at 3, and a takes 2 seconds to end: the request comes in between. */
static void a_cancellation_while_the_losers_end_is_not_lost(void **state)
{
	Address all[] = { { "a", 100, 0, 2 }, { "b", 0, 0, 0 } };

	assert_int_equal(run(cancels_it_after_four_seconds, all, 2, NULL), -ECANCELED);
	assert_trace("a@0 b@3 a:stopped@5 end@5");
}

static void nor_is_one_in_the_pass_of_the_answer(void **state)
{
	Address all[] = { { "a", 4, 0, 0 } };

	assert_int_equal(run(cancels_it_after_four_seconds, all, 1, NULL), -ECANCELED);
	assert_non_null(strstr(traced(), "end@4"));
	assert_null(strstr(traced(), "value:"));
}

static void a_second_cancellation_waits_for_the_losers_too(void **state)
{
	Address all[] = { { "a", 100, 0, 0 } };

	assert_int_equal(run(cancels_it_twice, all, 1, NULL), -ECANCELED);
	assert_trace("a@0 a:ended@10 end@10");
}

static void a_request_of_the_time_before_does_not_count(void **state)
{
	Address all[] = { { "a", 100, 0, 0 }, { "b", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(cancels_what_then_looks, all, 2, &winner), 0);
	assert_text(winner, "b");
	assert_trace("a@0 b@3 a:stopped@4 end@4");
}

static void an_attempt_that_cancels_itself_has_failed(void **state)
{
	Address all[] = { { "a", 1, -ECANCELED, 0 }, { "b", 1, 0, 0 } };
	void *winner = NULL;

	assert_int_equal(run(looks_for_one, all, 2, &winner), 0);
	assert_text(winner, "b");
	assert_trace("a@0 b@1 end@2");
}

static void an_attempt_that_succeeds_without_a_value_wins(void **state)
{
	void *value = "old";

	assert_int_equal(run(looks_for_nothing, NULL, 0, &value), 0);
	assert_trace("called");
	assert_null(value);
}

TESTS(T(one_that_answers_in_time_is_the_only_one),
      T(after_the_delay_the_next_one_is_tried_beside_it), T(an_earlier_one_may_still_win),
      T(after_a_failure_the_next_one_is_tried_at_once),
      T(the_losers_clean_up_at_the_same_time), T(a_cancellation_ends_all_of_them),
      T(a_failure_begins_the_next_one_while_another_still_tries),
      T(the_delay_begins_anew_after_a_failure), T(the_value_of_a_loser_does_not_matter),
      T(a_cancellation_while_the_losers_end_is_not_lost),
      T(nor_is_one_in_the_pass_of_the_answer),
      T(a_second_cancellation_waits_for_the_losers_too),
      T(a_request_of_the_time_before_does_not_count),
      T(an_attempt_that_cancels_itself_has_failed),
      T(an_attempt_that_succeeds_without_a_value_wins))
