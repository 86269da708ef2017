/* Rung 4.2.2: whose a future is, and what is refused. */
#include "core.h"

static Loop *other_loop;

static int awaits(void *future, void **result)
{
	void *value = "?";
	int status = await(future, &value);

	trace("%s:%s", why(status), value == NULL ? "" : (char *)value);
	*result = value;
	return status;
}

/* What one body after the other made of a future that had two references. */
static unsigned refs_after(CoroutineFn *fn, Future *f)
{
	future_ref(f);
	coroutine_status(fn, f);
	unsigned refs = f->refs;
	if (refs == 2)
		future_unref(f);
	return refs;
}

static int later(void *future, void **result)
{
	succeeds(asyncio_sleep(1));
	if (!future_done(future))
		future_set_error(future, -EIO);
	future_unref(future);
	return 0;
}

static void await_takes_the_future(void **state)
{
	begin();
	Future *f = new_future(), *failed = new_future();
	future_set_result(f, "value");
	assert_int_equal(refs_after(awaits, f), 1);
	future_unref(f);
	task_detach(new_task(later, future_ref(failed)));
	assert_int_equal(refs_after(awaits, failed), 1);
	assert_trace("ok:value EIO:");
	future_unref(failed);
	loop_free(loop);
}

static void future_wait_borrows_the_future(void **state)
{
	begin();
	Future *f = new_future(), *failed = new_future();
	void *value = NULL;

	future_set_result(f, "value");
	assert_int_equal(refs_after(waits_for, f), 2);
	assert_int_equal(future_result(f, &value), 0);
	assert_text((char *)value, "value");
	future_unref(f);
	future_set_error(failed, -EIO);
	assert_int_equal(coroutine_status(waits_for, failed), -EIO);
	assert_int_equal(future_result(failed, NULL), -EIO);
	future_unref(failed);
	loop_free(loop);
}

static int awaits_itself(void *unused, void **result)
{
	Task *self = future_ref(asyncio_current_task());

	trace("%s", why(await(self, NULL)));
	trace("%s", why(future_wait(self)));
	trace("%d", future_done(self));
	future_unref(self);
	return 0;
}

static void a_task_cannot_await_itself(void **state)
{
	begin();
	assert_int_equal(coroutine_status(awaits_itself, NULL), 0);
	assert_trace("EDEADLK EDEADLK 0");
	loop_free(loop);
}

static int awaits_twice_refused(void *future, void **result)
{
	trace("%s", why(await(future, NULL)));
	trace("%s", why(future_wait(future)));
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void a_future_of_another_loop_is_refused(void **state)
{
	begin();
	other_loop = asyncio_new_event_loop();
	assert_non_null(other_loop);
	Future *f = loop_create_future(other_loop);

	assert_int_equal(refs_after(awaits_twice_refused, f), 2);
	assert_trace("EINVAL EINVAL ok");
	assert_int_equal(loop_run_until_complete(loop, f, NULL), -EINVAL);
	assert_false(future_done(f));
	future_unref(f);
	loop_free(other_loop);
	loop_free(loop);
}

static void outside_any_task_what_is_done_can_be_awaited(void **state)
{
	begin();
	Future *f = future_ref(new_future());
	void *value = NULL;

	future_set_result(f, "value");
	assert_int_equal(future_wait(f), 0);
	assert_int_equal(await(f, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(f->refs, 1);
	assert_int_equal(await(f, NULL), 0);
	assert_int_equal(await(NULL, NULL), -ENOMEM);
	assert_int_equal(coroutine_status(awaits, NULL), -ENOMEM);
	loop_free(loop);
}

static void NULL_is_everywhere_a_future_that_has_failed(void **state)
{
	void *value = "?";
	begin();

	assert_int_equal(loop_run_until_complete(loop, NULL, &value), -ENOMEM);
	assert_null(value);
	assert_int_equal(await(NULL, NULL), -ENOMEM);
	task_detach(NULL);
	assert_false(task_cancel(NULL));
	assert_int_equal(task_cancelling(NULL), 0);
	assert_int_equal(task_uncancel(NULL), 0);
	loop_free(loop);
}

static int owns_and_returns(void *unused, void **result)
{
	Future *f = new_future();

	future_set_error(f, -ENOENT);
	return await(f, result);
}

static int chain(void *depth, void **result)
{
	int left = *(int *)depth - 1;

	return left == 0 ? owns_and_returns(NULL, result)
	                 : await(asyncio_create_task(chain, &left), result);
}

static void an_error_comes_up_through_all_who_await(void **state)
{
	int depth = 50;

	begin();
	assert_int_equal(coroutine_status(chain, &depth), -ENOENT);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

TESTS(T(await_takes_the_future),
      T(future_wait_borrows_the_future),
      T(a_task_cannot_await_itself),
      T(a_future_of_another_loop_is_refused),
      T(outside_any_task_what_is_done_can_be_awaited),
      T(NULL_is_everywhere_a_future_that_has_failed),
      T(an_error_comes_up_through_all_who_await))
