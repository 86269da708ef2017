/* Step 4.5: a group ends when all its tasks have. */
#include "groups.h"

static int value_of(Task *task)
{
	void *value = NULL;

	trace("%s", why(await(task, &value)));
	return (int)(intptr_t)value;
}

static int all_succeed(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	Task *slow = future_ref(child(&group, takes, milliseconds(30)));
	Task *quick = future_ref(child(&group, takes, milliseconds(10)));
	leave(&group, 0);
	trace("%d", now());
	trace("%d", value_of(slow));
	trace("%d", value_of(quick));
	return 0;
}

static void the_block_ends_when_all_have(void **state)
{
	assert_int_equal(run(all_succeed, NULL), 0);
	assert_trace("10:0 30:0 0,0 30 0 30 0 10");
}

static TaskGroup family;

static int has_children(void *arg, void **result)
{
	int generations = (int)(intptr_t)arg;

	trace("g%d", generations);
	succeeds(asyncio_sleep(0.01));
	if (generations > 0) {
		child(&family, has_children, milliseconds(generations - 1));
		child(&family, takes, milliseconds(generations));
	}
	return 0;
}

static int grows(void *arg, void **result)
{
	succeeds(taskgroup_enter(&family));
	child(&family, has_children, milliseconds(2));
	trace("%s", why(asyncio_sleep(0.005)));
	child(&family, takes, milliseconds(7));
	leave(&family, 0);
	trace("%d", now());
	return 0;
}

static void children_have_children(void **state)
{
	assert_int_equal(run(grows, NULL), 0);
	assert_trace("g2 0 g1 7:0 2:0 g0 1:0 0,0 30");
}

static int fails_in_the_body(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, takes, milliseconds(50));
	child(&group, fails_later, error_of(-EIO));
	int error = asyncio_sleep(1);
	trace("%s:%d", why(error), cancelling());
	leave(&group, error);
	trace("%d", now());
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void when_one_fails_the_others_and_the_body_end(void **state)
{
	assert_int_equal(run(fails_in_the_body, NULL), 0);
	assert_trace("50:ECANCELED ECANCELED:1 EIO,1 20 0");
}

static int fails_at_the_end(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, cleans_up_slowly, NULL);
	child(&group, fails_later, error_of(-EIO));
	leave(&group, 0);
	trace("%d", now());
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void when_one_fails_at_the_end_the_others_are_awaited(void **state)
{
	assert_int_equal(run(fails_at_the_end, NULL), 0);
	assert_trace("slow:ECANCELED slow:clean EIO,1 50 0");
}

static int one_is_cancelled(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	Task *task = child(&group, takes, milliseconds(50));
	child(&group, takes, milliseconds(30));
	succeeds(asyncio_sleep(0.01));
	task_cancel(task);
	trace("%s", why(asyncio_sleep(0.01)));
	leave(&group, 0);
	trace("%d", now());
	return 0;
}

static void a_cancelled_child_is_no_error(void **state)
{
	assert_int_equal(run(one_is_cancelled, NULL), 0);
	assert_trace("50:ECANCELED 0 30:0 0,0 30");
}

static int body_fails(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, cleans_up_slowly, NULL);
	succeeds(asyncio_sleep(0.01));
	leave(&group, -ENOENT);
	trace("%d", now());
	return 0;
}

static void when_the_body_fails_the_children_are_awaited(void **state)
{
	assert_int_equal(run(body_fails, NULL), 0);
	assert_trace("slow:ECANCELED slow:clean ENOENT,1 40");
}

static int body_fails_at_once(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	Task *task = future_ref(child(&group, takes, milliseconds(10)));
	leave(&group, -ENOENT);
	trace("%s", why(await(task, NULL)));
	trace("%d", now());
	return 0;
}

static void children_that_have_not_begun_never_run(void **state)
{
	assert_int_equal(run(body_fails_at_once, NULL), 0);
	assert_trace("ENOENT,1 ECANCELED 0");
}

static int several_fail(void *arg, void **result)
{
	TaskGroup group = { 0 };
	int errors[] = { -EIO, -ENOENT, -EPIPE };

	succeeds(taskgroup_enter(&group));
	child(&group, takes, milliseconds(50));
	for (int i = 0; i < 3; i++)
		child(&group, fails_soon, error_of(errors[i]));
	leave(&group, 0);
	trace("%d", group.errors > 0 ? group.first_error == -EIO : -1);
	return 0;
}

static void all_that_have_failed_are_counted(void **state)
{
	assert_int_equal(run(several_fail, NULL), 0);
	assert_trace("50:ECANCELED EIO,3 1");
}

static int answers_with_an_error(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails_when_asked, error_of(-EPIPE));
	child(&group, fails_later, error_of(-EIO));
	leave(&group, asyncio_sleep(1) < 0 ? -ENOENT : 0);
	return 0;
}

static void errors_in_answer_come_after_the_first(void **state)
{
	assert_int_equal(run(answers_with_an_error, NULL), 0);
	assert_trace("asked:ECANCELED EIO,3");
}

static int answers_with_a_value(void *arg, void **result)
{
	TaskGroup group = { 0 };
	void *value = NULL;

	succeeds(taskgroup_enter(&group));
	Task *task = future_ref(child(&group, shrugs, "value"));
	child(&group, fails_later, error_of(-EIO));
	leave(&group, 0);
	trace("%s", why(await(task, &value)));
	trace("%s", value == NULL ? "NULL" : (char *)value);
	return 0;
}

static void a_child_may_answer_with_a_value(void **state)
{
	assert_int_equal(run(answers_with_a_value, NULL), 0);
	assert_trace("shrugs:ECANCELED EIO,1 0 value");
}

static int body_shrugs(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails_later, error_of(-EIO));
	trace("%s", why(asyncio_sleep(1)));
	trace("%s", why(asyncio_sleep(1)));
	leave(&group, 0);
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void an_error_is_reported_though_the_body_goes_on(void **state)
{
	assert_int_equal(run(body_shrugs, NULL), 0);
	assert_trace("ECANCELED 0 EIO,1 0");
}

static int sets_in_a_while(void *future, void **result)
{
	return future_wait(future);
}

/* Passes from the trigger on. */
static void sets_and_counts(void *future)
{
	count_passes(asyncio_get_running_loop());
	future_set_result(future, NULL);
}

/* The child has finished a pass after the trigger. */
static int counts(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());
	TaskGroup group = { 0 }, empty = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, sets_in_a_while, future);
	after(0.01, sets_and_counts, future);
	leave(&group, 0);
	trace("%d", passes - 1);
	future_unref(future);
	passes = 0;
	succeeds(taskgroup_enter(&empty));
	leave(&empty, 0);
	trace("%d", passes);
	return 0;
}

static void the_parent_goes_on_two_passes_after_the_last_child(void **state)
{
	assert_int_equal(run(counts, NULL), 0);
	assert_trace("0,0 2 0,0 0");
}

TESTS(T(the_block_ends_when_all_have), T(children_have_children),
      T(when_one_fails_the_others_and_the_body_end),
      T(when_one_fails_at_the_end_the_others_are_awaited),
      T(a_cancelled_child_is_no_error), T(when_the_body_fails_the_children_are_awaited),
      T(children_that_have_not_begun_never_run), T(all_that_have_failed_are_counted),
      T(errors_in_answer_come_after_the_first), T(a_child_may_answer_with_a_value),
      T(an_error_is_reported_though_the_body_goes_on),
      T(the_parent_goes_on_two_passes_after_the_last_child))
