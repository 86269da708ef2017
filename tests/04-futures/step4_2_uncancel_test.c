/* Rung 4.4.2: requests that are taken back. */
#include "../01-generators/watching.h"
#include "requests.h"

static void taken_back_in_time_it_leaves_the_value(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = new_task(tells, f);

	make_passes(1);
	future_set_result(f, "value");
	assert_true(task_cancel(task));
	assert_int_equal(task_uncancel(task), 0);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_trace("ok:value:0");
	future_unref(f);
	loop_free(loop);
}

static void taken_back_too_late_it_is_delivered(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = new_task(tells, f);

	make_passes(1);
	assert_true(task_cancel(task));
	assert_int_equal(task_uncancel(task), 0);
	assert_true(future_cancelled(f));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("ECANCELED::0");
	future_unref(f);
	loop_free(loop);
}

static int takes_back(void *counts, void **result)
{
	Task *self = asyncio_current_task();
	const int *count = counts;

	for (int i = 0; i < count[0]; i++)
		task_cancel(self);
	for (int i = 0; i < count[1]; i++)
		trace("%d", task_uncancel(self));
	*result = "value";
	return 0;
}

static void only_when_the_last_one_is_taken_back_it_is_not_delivered(void **state)
{
	int one_left[] = { 2, 1 }, none_left[] = { 2, 2 }, too_often[] = { 0, 2 };

	begin();
	assert_int_equal(coroutine_status(takes_back, one_left), -ECANCELED);
	assert_int_equal(coroutine_status(takes_back, none_left), 0);
	assert_int_equal(coroutine_status(takes_back, too_often), 0);
	assert_trace("1 1 0 0 0");
	loop_free(loop);
}

static void take_back_while_watched(void)
{
	watch();
	only_when_the_last_one_is_taken_back_it_is_not_delivered(NULL);
}

static void what_is_taken_back_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(take_back_while_watched), 0);
	assert_printed("takes back a request to cancel Task-1: 1 left\n");
}

TESTS(T(taken_back_in_time_it_leaves_the_value), T(taken_back_too_late_it_is_delivered),
      T(only_when_the_last_one_is_taken_back_it_is_not_delivered),
      T(what_is_taken_back_is_seen_in_a_trace))
