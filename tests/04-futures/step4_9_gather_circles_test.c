/* Rung 4.4.9: tasks wait for each other through gathers, and are cancelled. */
#include "core.h"

static Task *a, *b, *c;

/* A circle that is broken leaves its await with the gather pending: it is still ours. */
static int await_in_a_circle(Future *gather)
{
	future_ref(gather);
	int error = await(gather, NULL);
	if (!future_done(gather))
		future_unref(gather);
	future_unref(gather);
	return error;
}

/* Each tells how its wait has ended. */
static int awaits_two(void *unused, void **result)
{
	int error = await_in_a_circle(asyncio_gather(NULL, future_ref(b), future_ref(c)));

	trace("a:%s", why(error));
	return error;
}

static int awaits_a(void *unused, void **result)
{
	int error = future_wait(a);

	trace("b:%s", why(error));
	return error;
}

static int gathers_a(void *unused, void **result)
{
	int error = await_in_a_circle(asyncio_gather(NULL, future_ref(a)));

	trace("c:%s", why(error));
	return error;
}

/* One child leads back to a, and so does the next one: that a is being asked must not be
 * forgotten in between. */
static void each_child_of_a_gather_may_lead_back_to_the_cancelled_task(void **state)
{
	begin();
	a = new_task(awaits_two, NULL);
	b = new_task(awaits_a, NULL);
	c = new_task(gathers_a, NULL);
	make_passes(3);
	assert_true(task_cancel(a));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a:ECANCELED b:ECANCELED c:ECANCELED");
	assert_int_equal(task_cancelling(a), 1);
	assert_int_equal(task_cancelling(b), 1);
	assert_int_equal(task_cancelling(c), 1);
	future_unref(a);
	future_unref(b);
	future_unref(c);
	loop_free(loop);
}

/* The first child of a gather waits for the gather itself; the second one sleeps. */
static Future *circle;

static int awaits_the_gather(void *unused, void **result)
{
	int error = future_wait(circle);

	trace("a:%s %d", why(error), task_cancelling(asyncio_current_task()));
	return error;
}

static int sleeps(void *unused, void **result)
{
	int error = asyncio_sleep(10);

	trace("b:%s %d", why(error), task_cancelling(asyncio_current_task()));
	return error;
}

static void a_gather_that_its_own_child_waits_for_asks_each_child_once(void **state)
{
	begin();
	a = new_task(awaits_the_gather, NULL);
	b = new_task(sleeps, NULL);
	circle = asyncio_gather(NULL, a, b);
	make_passes(2);
	assert_true(future_cancel(circle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a:ECANCELED 1 b:ECANCELED 1");
	assert_int_equal(future_result(circle, NULL), -ECANCELED);
	future_unref(circle);
	loop_free(loop);
}

/* A task awaits a gather whose child is a gather of this task: between the two gathers is
 * no other task. */
static int awaits_a_gather_of_itself(void *unused, void **result)
{
	Future *inner = asyncio_gather(NULL, future_ref(a));
	int error;

	circle = future_ref(inner);
	error = await_in_a_circle(asyncio_gather(NULL, inner));
	trace("a:%s %d", why(error), task_cancelling(a));
	return error;
}

static void a_circle_of_two_gathers_and_a_task_can_be_cancelled(void **state)
{
	begin();
	a = new_task(awaits_a_gather_of_itself, NULL);
	make_passes(1);
	assert_true(future_cancel(circle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a:ECANCELED 1");
	assert_int_equal(future_result(circle, NULL), -ECANCELED);
	assert_true(future_cancelled(a));
	future_unref(circle);
	future_unref(a);
	loop_free(loop);
}

/* The request comes to the gather again through two tasks. */
static int awaits_b(void *unused, void **result)
{
	int error = future_wait(b);

	trace("a:%s", why(error));
	return error;
}

static int awaits_the_gather_of_a(void *unused, void **result)
{
	int error = future_wait(circle);

	trace("b:%s", why(error));
	return error;
}

static void a_circle_is_broken_where_it_comes_back_to_the_gather(void **state)
{
	begin();
	b = new_task(awaits_the_gather_of_a, NULL);
	a = new_task(awaits_b, NULL);
	circle = asyncio_gather(NULL, a);
	make_passes(2);
	assert_true(future_cancel(circle));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b:ECANCELED a:ECANCELED");
	assert_int_equal(future_result(circle, NULL), -ECANCELED);
	future_unref(circle);
	future_unref(b);
	loop_free(loop);
}

TESTS(T(each_child_of_a_gather_may_lead_back_to_the_cancelled_task),
      T(a_gather_that_its_own_child_waits_for_asks_each_child_once),
      T(a_circle_is_broken_where_it_comes_back_to_the_gather),
      T(a_circle_of_two_gathers_and_a_task_can_be_cancelled))
