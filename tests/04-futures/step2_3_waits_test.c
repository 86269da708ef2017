/* Rung 4.2.3: waits that take time. */
#include "core.h"

static int survives(void *future, void **result)
{
	int status = future_wait(future);

	trace("%s:%d", why(status), task_cancelling(asyncio_current_task()));
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void cancels(void *future)
{
	trace("cancel:%d", future_cancel(future));
}

static void who_waits_for_a_cancelled_future_is_not_cancelled(void **state)
{
	Handle cancel = HANDLE(cancels, NULL);

	begin();
	Future *f = new_future();
	Task *a = future_ref(new_task(survives, f)),
	     *b = future_ref(new_task(survives, f));
	cancel.arg = f;
	loop_call_later(loop, 1, &cancel);
	assert_int_equal(loop_run_until_complete(loop, a, NULL), 0);
	assert_int_equal(loop_run_until_complete(loop, b, NULL), 0);
	assert_trace("cancel:1 ECANCELED:0 ECANCELED:0 ok ok");
	assert_false(future_cancelled(a));
	assert_false(future_cancelled(b));
	future_unref(a);
	future_unref(b);
	future_unref(f);
	loop_free(loop);
}

static int nested(int depth)
{
	return depth == 0 ? asyncio_sleep(0) : nested(depth - 1);
}

static int helper(void *unused, void **result)
{
	*result = "value";
	return 0;
}

static int calls(void *unused, void **result)
{
	int before = pass;
	void *value = NULL;

	trace("%s", why(helper(NULL, &value)));
	trace("call:%d", pass - before);
	before = pass;
	succeeds(await(asyncio_create_task(helper, NULL), &value));
	trace("task:%d", pass - before);
	before = pass;
	nested(20);
	trace("nested:%d", pass - before);
	return 0;
}

static void a_call_takes_no_pass_and_a_task_takes_two(void **state)
{
	begin();
	assert_int_equal(coroutine_status(calls, NULL), 0);
	assert_trace("ok call:0 task:2 nested:1");
	loop_free(loop);
}

static void tells_refusals(void *future)
{
	void *value = "?";

	trace("%s", why(await(future, &value)));
	trace("%d", value == NULL);
	trace("%s", why(future_wait(future)));
	trace("%s", why(asyncio_sleep(0)));
	trace("%s", why(asyncio_sleep(1)));
}

static int generator_awaits(void *future, void **result)
{
	tells_refusals(future);
	return 0;
}

static void outside_any_task_nobody_can_wait(void **state)
{
	Handle callback = HANDLE(tells_refusals, NULL);
	static const char *all = "EPERM 1 EPERM EPERM EPERM EPERM 1 EPERM EPERM EPERM "
				 "EPERM 1 EPERM EPERM EPERM";

	begin();
	Future *f = new_future();
	callback.arg = f;
	tells_refusals(f);
	loop_call_soon(loop, &callback);
	succeeds(task_list_add(loop, generator_new(generator_awaits, f)));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace(all);
	assert_int_equal(f->refs, 1);
	future_unref(f);
	loop_free(loop);
}

static void a_chain_of_ten_thousand_ends_one_after_the_other(void **state)
{
	Task *head = NULL;

	begin();
	for (int i = 0; i < TEN_THOUSAND; i++)
		head = new_task(awaits_the_next, head);
	assert_int_equal(loop_run_until_complete(loop, head, NULL), 0);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	assert_compared(loop_time(loop), ==, 1);
	loop_free(loop);
}

TESTS(T(who_waits_for_a_cancelled_future_is_not_cancelled),
      T(a_call_takes_no_pass_and_a_task_takes_two),
      T(outside_any_task_nobody_can_wait),
      T(a_chain_of_ten_thousand_ends_one_after_the_other))
