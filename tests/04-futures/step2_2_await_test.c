/* Rung 4.2.2: waiting for a future. */
#include "core.h"

static void sets(void *future)
{
	future_set_result(future, "value");
	trace("set@%d", pass);
}

static int tells(void *future, void **result)
{
	void *value = NULL;
	int status = waits_for(future, &value);

	trace("%s:%s@%d", why(status), value == NULL ? "" : (char *)value, pass);
	*result = value;
	return status;
}

static void a_task_goes_on_one_pass_after_its_future_is_set(void **state)
{
	Handle set = HANDLE(sets, NULL);

	begin();
	Future *f = new_future();
	set.arg = f;
	loop_call_later(loop, 1, &set);
	assert_int_equal(coroutine_status(tells, f), 0);
	assert_trace("set@2 ok:value@3");
	future_unref(f);
	loop_free(loop);
}

static int outer(void *future, void **result)
{
	Task *inner = asyncio_create_task(tells, future);
	int status = await(inner, result);

	trace("outer:%s@%d", why(status), pass);
	return status;
}

static void its_own_awaiter_goes_on_one_pass_later(void **state)
{
	Handle set = HANDLE(sets, NULL);
	void *value = NULL;

	begin();
	Future *f = new_future();
	set.arg = f;
	loop_call_later(loop, 1, &set);
	assert_int_equal(loop_run_until_complete(loop, new_task(outer, f), &value), 0);
	assert_trace("set@3 ok:value@4 outer:ok@5");
	assert_text((char *)value, "value");
	future_unref(f);
	loop_free(loop);
}

static int awaits_done(void *unused, void **result)
{
	Future *set = new_future(), *failed = new_future(), *cancelled = new_future();
	void *value = NULL;
	int before = pass;

	future_set_result(set, "value");
	future_set_error(failed, -EIO);
	future_cancel(cancelled);
	trace("%s", why(await(set, &value)));
	trace("%s", value == NULL ? "" : (char *)value);
	trace("%s", why(await(failed, &value)));
	trace("%d", value == NULL);
	trace("%s", why(await(cancelled, NULL)));
	trace("%s", why(await(NULL, &value)));
	trace("%d", value == NULL);
	trace("passes:%d", pass - before);
	return 0;
}

static void what_is_done_does_not_suspend(void **state)
{
	begin();
	assert_int_equal(coroutine_status(awaits_done, NULL), 0);
	assert_trace("ok value EIO 1 ECANCELED ENOMEM 1 passes:0");
	loop_free(loop);
}

static void all_who_wait_go_on_in_one_pass_in_their_order(void **state)
{
	Handle set = HANDLE(sets, NULL);

	begin();
	Future *f = new_future();
	for (int i = 0; i < 4; i++)
		task_detach(new_task(tells, f));
	set.arg = f;
	loop_call_later(loop, 1, &set);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("set@2 ok:value@3 ok:value@3 ok:value@3 ok:value@3");
	future_unref(f);
	loop_free(loop);
}

static void tells_order(void *name)
{
	trace("%s", (char *)name);
}

static int tells_awaiter(void *future, void **result)
{
	succeeds(future_wait(future));
	trace("awaiter");
	return 0;
}

static void callbacks_and_awaiters_come_in_one_order(void **state)
{
	Handle one = HANDLE(tells_order, "one"), two = HANDLE(tells_order, "two");

	begin();
	Future *f = new_future();
	future_add_done_callback(f, &one);
	Task *task = new_task(tells_awaiter, f);
	make_passes(1);
	future_add_done_callback(f, &two);
	future_set_result(f, NULL);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_trace("one awaiter two");
	future_unref(f);
	loop_free(loop);
}

static int lets_cancellation_out(void *future, void **result)
{
	int status = future_wait(future);

	trace("cancelling:%d", task_cancelling(asyncio_current_task()));
	return status;
}

static void a_body_that_returns_ECANCELED_is_cancelled_though_nobody_asked(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = future_ref(new_task(lets_cancellation_out, f));
	make_passes(1);
	assert_true(future_cancel(f));
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ECANCELED);
	assert_true(future_cancelled(task));
	assert_int_equal(task_cancelling(task), 0);
	assert_trace("cancelling:0");
	future_unref(task);
	future_unref(f);
	loop_free(loop);
}

/* The task is kept, so that one can look at it afterwards. */
static void a_wait_is_noted_and_holds_its_future_until_it_is_over(void **state)
{
	begin();
	Future *f = new_future();
	Task *task = future_ref(new_task(waits_for, f));

	make_passes(1);
	assert_ptr_equal(task_of(task)->waits_for, f);
	assert_int_equal(f->refs, 2);
	future_set_result(f, NULL);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_null(task_of(task)->waits_for);
	assert_int_equal(f->refs, 1);
	future_unref(task);
	future_unref(f);
	loop_free(loop);
}

TESTS(T(a_task_goes_on_one_pass_after_its_future_is_set),
      T(its_own_awaiter_goes_on_one_pass_later), T(what_is_done_does_not_suspend),
      T(all_who_wait_go_on_in_one_pass_in_their_order),
      T(callbacks_and_awaiters_come_in_one_order),
      T(a_body_that_returns_ECANCELED_is_cancelled_though_nobody_asked),
      T(a_wait_is_noted_and_holds_its_future_until_it_is_over))
