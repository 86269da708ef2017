/* Rung 4.4.1: requests that race with values, and with timers. */
#include "../01-generators/watching.h"
#include "requests.h"

static void all_who_share_a_future_lose_it_with_one(void **state)
{
	begin();
	Future *f = new_future();
	Task *tasks[3];

	for (int i = 0; i < 3; i++)
		tasks[i] = new_task(tells, f);
	make_passes(1);
	assert_true(task_cancel(tasks[1]));
	assert_true(future_cancelled(f));
	assert_int_equal(future_set_result(f, "value"), -EALREADY);
	for (int i = 0; i < 3; i++)
		assert_int_equal(loop_run_until_complete(loop, tasks[i], NULL),
		                 -ECANCELED);
	assert_trace("ECANCELED::0 ECANCELED::1 ECANCELED::0");
	future_unref(f);
	loop_free(loop);
}

static void a_request_wins_over_a_value_that_is_there(void **state)
{
	void *value = NULL;
	begin();
	Future *f = new_future();
	Task *one = new_task(tells, f), *two = new_task(tells, f);

	make_passes(1);
	future_set_result(f, "value");
	assert_true(task_cancel(one));
	assert_int_equal(loop_run_until_complete(loop, one, NULL), -ECANCELED);
	assert_int_equal(loop_run_until_complete(loop, two, NULL), 0);
	assert_trace("ECANCELED::1 ok:value:0");
	assert_int_equal(future_result(f, &value), 0);
	assert_text((char *)value, "value");
	future_unref(f);
	loop_free(loop);
}

static int cancels_itself(void *future, void **result)
{
	Task *self = asyncio_current_task();

	trace("%d", task_cancel(self));
	int before = pass, status = future_wait(future);
	trace("%s after:%d cancelled:%d", why(status), pass - before,
	      future_cancelled(future));
	trace("%s", why(asyncio_sleep(0)));
	return status;
}

static void who_cancels_itself_hears_of_it_when_it_waits(void **state)
{
	begin();
	Future *f = new_future();
	assert_int_equal(coroutine_status(cancels_itself, f), -ECANCELED);
	assert_trace("1 ECANCELED after:1 cancelled:1 ok");
	future_unref(f);
	loop_free(loop);
}

static int cancels_itself_between(void *future, void **result)
{
	task_cancel(asyncio_current_task());
	trace("%s", why(future_wait(future)));
	trace("%s", why(future_wait(NULL)));
	trace("%s", why(asyncio_sleep(0)));
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void what_needs_no_waiting_succeeds_meanwhile(void **state)
{
	begin();
	Future *f = new_future();
	future_set_result(f, NULL);
	assert_int_equal(coroutine_status(cancels_itself_between, f), 0);
	assert_trace("ok ENOMEM ECANCELED ok");
	future_unref(f);
	loop_free(loop);
}

static int cancels_itself_and_returns(void *status, void **result)
{
	task_cancel(asyncio_current_task());
	*result = "value";
	return *(int *)status;
}

static void who_cancels_itself_and_returns_is_cancelled(void **state)
{
	int well = 0, failing = -EIO;
	void *value = "?";

	begin();
	Task *task = future_ref(new_task(cancels_itself_and_returns, &well));
	assert_int_equal(loop_run_until_complete(loop, task, &value), -ECANCELED);
	assert_true(future_cancelled(task));
	assert_null(value);
	future_unref(task);
	assert_int_equal(coroutine_status(cancels_itself_and_returns, &failing), -EIO);
	loop_free(loop);
}

static int sleeps(void *seconds, void **result)
{
	int status = asyncio_sleep(*(double *)seconds);

	trace("%s@%g", why(status), loop_time(loop));
	return status;
}

static void cancels(void *task)
{
	trace("%d", task_cancel(task));
}

static void a_sleep_that_is_cancelled_leaves_no_timer(void **state)
{
	double hour = 3600;
	Handle cancel = HANDLE(cancels, NULL);

	begin();
	Task *task = new_task(sleeps, &hour);
	cancel.arg = task;
	loop_call_later(loop, 1, &cancel);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("1 ECANCELED@1");
	assert_null(timers_first(loop));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_compared(loop_time(loop), ==, 1);
	loop_free(loop);
}

/* The timer of the sleep comes first, and in the same pass the request. */
static void a_sleep_that_is_over_and_cancelled_is_cancelled(void **state)
{
	double second = 1;
	Handle cancel = HANDLE(cancels, NULL);

	begin();
	Task *task = new_task(sleeps, &second);
	cancel.arg = task;
	make_passes(1);
	loop_call_at(loop, 1, &cancel);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_trace("1 ECANCELED@1");
	loop_free(loop);
}

static Future *destination;

/* And the other way round; a late result has no effect. */
static void sets_late(void *unused)
{
	trace("%s", why(future_set_result(destination, "late")));
}

static void a_result_for_what_was_cancelled_has_no_effect(void **state)
{
	Handle set = HANDLE(sets_late, NULL);

	begin();
	destination = new_future();
	Task *task = new_task(tells, destination);
	make_passes(1);
	loop_call_soon(loop, &set);
	assert_true(task_cancel(task));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_true(future_cancelled(destination));
	assert_trace("EALREADY ECANCELED::1");
	future_unref(destination);
	loop_free(loop);
}

static void cancel_itself_while_watched(void)
{
	watch();
	begin();
	Future *f = new_future();
	ignore_status(coroutine_status(cancels_itself, f));
	future_unref(f);
	loop_free(loop);
}

static void who_cancels_itself_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(cancel_itself_while_watched), 0);
	assert_printed("runs: cancelled by itself\n");
}

TESTS(T(all_who_share_a_future_lose_it_with_one),
      T(a_request_wins_over_a_value_that_is_there),
      T(who_cancels_itself_hears_of_it_when_it_waits),
      T(what_needs_no_waiting_succeeds_meanwhile),
      T(who_cancels_itself_and_returns_is_cancelled),
      T(a_sleep_that_is_cancelled_leaves_no_timer),
      T(a_sleep_that_is_over_and_cancelled_is_cancelled),
      T(a_result_for_what_was_cancelled_has_no_effect),
      T(who_cancels_itself_is_seen_in_a_trace))
