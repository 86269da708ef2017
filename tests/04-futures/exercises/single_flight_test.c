/* Exercise single_flight: see 04-futures/exercises/single_flight.c. */
#include "single_flight.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>

static Flight flight;
static int calls;
static int fails_with; /* 0, or the error of the call */

static int fetch(void *arg, void **result)
{
	calls++;
	int error = asyncio_sleep(5);
	if (error < 0) {
		int cleaned = asyncio_sleep(1);
		trace(cleaned < 0 ? "hurried" : "stopped");
		return error;
	}
	*result = arg;
	return fails_with;
}

typedef struct Asker {
	const char *name;
	double seconds; /* when it asks */
	bool one_pass_later;
} Asker;

static int asks(void *arg, void **result)
{
	const Asker *asker = arg;
	void *page = NULL;
	int error = asyncio_sleep(asker->seconds);

	if (error == 0 && asker->one_pass_later)
		error = asyncio_sleep(0);
	if (error == 0) {
		page = "old";
		error = flight_call(&flight, fetch, "page", &page);
	}
	if (error < 0 && page != NULL)
		trace("%s:%s", asker->name, (char *)page);
	trace("%s:%s", asker->name,
	      error == -ECANCELED ? "cancelled"
	      : error < 0         ? "failed"
	      : page == NULL      ? "nothing"
	                          : (char *)page);
	return error;
}

/* Three ask, or four; the first so many are cancelled in the third second. */
static Asker askers[4];
static int n_askers = 3;

static int three_ask(void *cancelled, void **result)
{
	Task *tasks[4];
	int error, outcome = 0;

	for (int i = 0; i < n_askers; i++)
		tasks[i] = asyncio_create_task(asks, &askers[i]);
	error = asyncio_sleep(3);
	for (int i = 0; i < (int)(intptr_t)cancelled; i++)
		task_cancel(tasks[i]);
	for (int i = 0; i < n_askers; i++) {
		int ended = await(tasks[i], NULL);
		outcome = outcome == 0 ? ended : outcome;
	}
	return error < 0 ? error : outcome;
}

/* Three ask; the last of them is cancelled in the seventh second. */
static int the_third_is_cancelled(void *unused, void **result)
{
	Task *tasks[3];
	int error, outcome = 0;

	for (int i = 0; i < 3; i++)
		tasks[i] = asyncio_create_task(asks, &askers[i]);
	error = asyncio_sleep(7);
	task_cancel(tasks[2]);
	for (int i = 0; i < 3; i++) {
		int ended = await(tasks[i], NULL);
		outcome = outcome == 0 ? ended : outcome;
	}
	return error < 0 ? error : outcome;
}

/* One asks, and is cancelled in the second in which the call ends. */
static int one_is_cancelled_at_the_end(void *unused, void **result)
{
	Task *task = asyncio_create_task(asks, &askers[0]);
	int error = asyncio_sleep(5);

	task_cancel(task);
	int outcome = await(task, NULL);
	return error < 0 ? error : outcome;
}

/* A call that takes eight seconds, however often it is cancelled, and then succeeds. */
static int fetches_stubbornly(void *arg, void **result)
{
	double start = time_perf_counter();

	for (double left = 8; left > 0.001; left = start + 8 - time_perf_counter())
		ignore_status(asyncio_sleep(left));
	trace("ended");
	*result = arg;
	return 0;
}

static int asks_stubbornly(void *unused, void **result)
{
	void *page = "old";
	int error = flight_call(&flight, fetches_stubbornly, "page", &page);

	trace("%s", page == NULL ? "nothing" : (char *)page);
	return error;
}

static int one_is_cancelled_twice(void *unused, void **result)
{
	Task *task = asyncio_create_task(asks_stubbornly, NULL);
	int error = asyncio_sleep(1);

	task_cancel(task);
	error = error < 0 ? error : asyncio_sleep(1);
	task_cancel(task);
	int outcome = await(task, NULL);
	return error < 0 ? error : outcome;
}

static int sleeps_for_three_seconds(void *unused, void **result)
{
	return asyncio_sleep(3);
}

/* A task is made between the two calls: its memory may be that of the first call. */
static int asks_twice(void *unused, void **result)
{
	void *page = NULL;
	int error = flight_call(&flight, fetch, "page", &page);
	Task *between = asyncio_create_task(sleeps_for_three_seconds, NULL);

	if (error == 0)
		error = flight_call(&flight, fetch, "page", &page);
	trace("%s", page == NULL ? "nothing" : (char *)page);
	int slept = await(between, NULL);
	return error < 0 ? error : slept;
}

static int run(double a, double b, double c, int cancelled)
{
	askers[0] = (Asker){ "ada", a, false };
	askers[1] = (Asker){ "bob", b, false };
	askers[2] = (Asker){ "cyd", c, c == 5 };
	askers[3] = (Asker){ "dan", c + 1, false };
	return asyncio_run(three_ask, (void *)(intptr_t)cancelled, NULL);
}

static void all_have_the_answer_of_one_call(void **state)
{
	assert_int_equal(run(0, 1, 2, 0), 0);
	assert_trace("ada:page bob:page cyd:page");
	assert_int_equal(calls, 1);
}

static void what_has_ended_is_asked_for_again(void **state)
{
	assert_int_equal(run(0, 1, 10, 0), 0);
	assert_trace("ada:page bob:page cyd:page");
	assert_int_equal(calls, 2);
}

/* The call ends in the fifth second; a pass later ada and bob have not gone on yet. */
static void what_has_just_ended_is_not_joined(void **state)
{
	assert_int_equal(run(0, 1, 5, 0), 0);
	assert_trace("ada:page bob:page cyd:page");
	assert_int_equal(calls, 2);
}

/* As before; when ada and bob go on the call is cyd's, and dan joins it. */
static void those_of_the_old_call_leave_the_new_one_alone(void **state)
{
	n_askers = 4;
	assert_int_equal(run(0, 1, 5, 0), 0);
	assert_trace("ada:page bob:page cyd:page dan:page");
	assert_int_equal(calls, 2);
}

static void all_have_the_error_of_one_call(void **state)
{
	fails_with = -EIO;
	assert_int_equal(run(0, 1, 2, 0), -EIO);
	assert_trace("ada:failed bob:failed cyd:failed");
	assert_int_equal(calls, 1);
}

static void who_is_cancelled_leaves_the_call_to_the_others(void **state)
{
	assert_int_equal(run(0, 1, 2, 2), -ECANCELED);
	assert_trace("ada:cancelled bob:cancelled cyd:page");
	assert_int_equal(calls, 1);
}

static void with_the_last_one_the_call_is_cancelled(void **state)
{
	assert_int_equal(run(0, 1, 2, 3), -ECANCELED);
	assert_trace("ada:cancelled bob:cancelled stopped cyd:cancelled");
	assert_int_equal(calls, 1);
}

static void a_call_that_is_being_cancelled_is_not_joined(void **state)
{
	assert_int_equal(run(0, 1, 3.5, 2), -ECANCELED);
	assert_trace("ada:cancelled stopped bob:cancelled cyd:page");
	assert_int_equal(calls, 2);
}

/* ada and bob have waited for the first call. cyd waits for the second one alone. */
static void waiting_tasks_are_counted_anew_for_each_call(void **state)
{
	askers[0] = (Asker){ "ada", 0, false };
	askers[1] = (Asker){ "bob", 1, false };
	askers[2] = (Asker){ "cyd", 5, true };
	assert_int_equal(asyncio_run(the_third_is_cancelled, NULL, NULL), -ECANCELED);
	assert_trace("ada:page bob:page stopped cyd:cancelled");
	assert_int_equal(calls, 2);
}

static void a_request_wins_over_the_answer_of_the_same_pass(void **state)
{
	askers[0] = (Asker){ "ada", 0, false };
	assert_int_equal(asyncio_run(one_is_cancelled_at_the_end, NULL, NULL),
	                 -ECANCELED);
	assert_trace("ada:cancelled");
}

static void a_second_request_waits_for_the_end_of_the_call_too(void **state)
{
	assert_int_equal(asyncio_run(one_is_cancelled_twice, NULL, NULL), -ECANCELED);
	assert_trace("ended nothing");
}

static void a_call_that_has_ended_is_forgotten(void **state)
{
	assert_int_equal(asyncio_run(asks_twice, NULL, NULL), 0);
	assert_trace("page");
	assert_int_equal(calls, 2);
}

TESTS(T(all_have_the_answer_of_one_call), T(what_has_ended_is_asked_for_again),
      T(what_has_just_ended_is_not_joined),
      T(those_of_the_old_call_leave_the_new_one_alone), T(all_have_the_error_of_one_call),
      T(who_is_cancelled_leaves_the_call_to_the_others),
      T(with_the_last_one_the_call_is_cancelled),
      T(a_call_that_is_being_cancelled_is_not_joined),
      T(waiting_tasks_are_counted_anew_for_each_call),
      T(a_request_wins_over_the_answer_of_the_same_pass),
      T(a_second_request_waits_for_the_end_of_the_call_too),
      T(a_call_that_has_ended_is_forgotten))
