/* Rung 4.5.2: groups whose parent is cancelled, and groups in groups. */
#include "groups.h"
#include "timeouts.h"

/* A group around two children; the body itself takes so many milliseconds. */
static int parent(void *ms, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, cleans_up_slowly, NULL);
	child(&group, takes, milliseconds(70));
	int error = ms == NULL ? 0 : takes(ms, result);
	error = leave(&group, error);
	trace("%d", now());
	return error;
}

static int cancels_the_parent(void *ms, void **result)
{
	Task *task = asyncio_create_task(parent, ms);

	succeeds(asyncio_sleep(0.02));
	task_cancel(task);
	trace("%s", why(await(task, NULL)));
	return 0;
}

static void a_request_at_the_end_is_handed_on_to_the_children(void **state)
{
	assert_int_equal(run(cancels_the_parent, NULL), 0);
	assert_trace("slow:ECANCELED 70:ECANCELED slow:clean ECANCELED,0,asked 50 "
	             "ECANCELED");
}

static void a_request_in_the_body_is_handed_on_at_the_end(void **state)
{
	assert_int_equal(run(cancels_the_parent, milliseconds(80)), 0);
	assert_trace("80:ECANCELED slow:ECANCELED 70:ECANCELED slow:clean "
	             "ECANCELED,0,asked 50 ECANCELED");
}

/* With one request only one wait fails. */
static int rests_after_the_group(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, takes, milliseconds(70));
	int error = leave(&group, 0);
	trace("%s", why(asyncio_sleep(0.01)));
	return error;
}

static int asks_one_that_rests(void *arg, void **result)
{
	Task *task = asyncio_create_task(rests_after_the_group, NULL);

	succeeds(asyncio_sleep(0.02));
	task_cancel(task);
	trace("%s", why(await(task, NULL)));
	return 0;
}

static void a_request_that_came_out_of_the_exit_is_not_made_anew(void **state)
{
	assert_int_equal(run(asks_one_that_rests, NULL), 0);
	assert_trace("70:ECANCELED ECANCELED,0,asked 0 ECANCELED");
}

static int asks_again_and_again(void *arg, void **result)
{
	Task *task = asyncio_create_task(parent, NULL);

	succeeds(asyncio_sleep(0.02));
	for (int i = 0; i < 5; i++) {
		task_cancel(task);
		succeeds(asyncio_sleep(0.002));
	}
	trace("%d", task_cancelling(task));
	trace("%s", why(await(task, NULL)));
	return 0;
}

static void however_often_it_is_asked_it_waits_for_the_children(void **state)
{
	assert_int_equal(run(asks_again_and_again, NULL), 0);
	assert_trace("slow:ECANCELED 70:ECANCELED 5 slow:clean ECANCELED,0,asked 50 "
	             "ECANCELED");
}

/* The group is cancelled, and a child fails because of that. */
static int fails_in_answer(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails_when_asked, error_of(-EIO));
	leave(&group, 0);
	trace("%s", why(asyncio_sleep(0)));
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static int asks_and_gets_an_error(void *arg, void **result)
{
	Task *task = asyncio_create_task(fails_in_answer, NULL);

	succeeds(asyncio_sleep(0.02));
	task_cancel(task);
	trace("%s", why(await(task, NULL)));
	return 0;
}

static void an_error_wins_over_a_request_but_does_not_hide_it(void **state)
{
	assert_int_equal(run(asks_and_gets_an_error, NULL), 0);
	assert_trace("asked:ECANCELED EIO,1,asked ECANCELED 0 0");
}

static int inner_fails(void *arg, void **result)
{
	TaskGroup outer = { 0 }, inner = { 0 };

	succeeds(taskgroup_enter(&outer));
	child(&outer, takes, milliseconds(50));
	succeeds(taskgroup_enter(&inner));
	child(&inner, takes, milliseconds(40));
	child(&inner, fails_later, error_of(-EIO));
	leave(&inner, asyncio_sleep(1));
	trace("%s", why(asyncio_sleep(0)));
	leave(&outer, 0);
	return 0;
}

static void what_fails_in_the_inner_group_stays_there(void **state)
{
	assert_int_equal(run(inner_fails, NULL), 0);
	assert_trace("40:ECANCELED EIO,1 0 50:0 0,0");
}

static int outer_fails(void *arg, void **result)
{
	TaskGroup outer = { 0 }, inner = { 0 };

	succeeds(taskgroup_enter(&outer));
	child(&outer, fails_later, error_of(-EIO));
	succeeds(taskgroup_enter(&inner));
	child(&inner, takes, milliseconds(40));
	int error = leave(&inner, asyncio_sleep(1));
	leave(&outer, error);
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void what_fails_in_the_outer_group_ends_the_inner(void **state)
{
	assert_int_equal(run(outer_fails, NULL), 0);
	assert_trace("40:ECANCELED ECANCELED,0,asked EIO,1 0");
}

static int limited(CoroutineFn *fn, void *arg)
{
	Timeout timeout = { 0 };
	TaskGroup group = { 0 };

	succeeds(timeout_enter(&timeout, 0.05));
	succeeds(taskgroup_enter(&group));
	child(&group, fn, arg);
	int error = timeout_exit(&timeout, leave(&group, 0));
	trace("%s%s", why(error), timeout_expired(&timeout) ? ",expired" : "");
	trace("%d:%d", now(), cancelling());
	return asyncio_sleep(0);
}

static int runs_out_of_time(void *arg, void **result)
{
	trace("%s", why(limited(cleans_up_slowly, NULL)));
	return 0;
}

static void a_timeout_around_a_group_ends_its_children(void **state)
{
	assert_int_equal(run(runs_out_of_time, NULL), 0);
	assert_trace("slow:ECANCELED slow:clean ECANCELED,0,asked ETIMEDOUT,expired 80:0 "
	             "0");
}

static int fails_when_out_of_time(void *arg, void **result)
{
	trace("%s", why(limited(fails_when_asked, error_of(-EIO))));
	return 0;
}

static void an_error_in_answer_to_a_timeout_comes_out(void **state)
{
	assert_int_equal(run(fails_when_out_of_time, NULL), 0);
	assert_trace("asked:ECANCELED EIO,1,asked EIO,expired 50:0 0");
}

/* A body that fails because something else was cancelled. */
static int passes_it_on(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());
	TaskGroup group = { 0 };

	future_cancel(future);
	succeeds(taskgroup_enter(&group));
	child(&group, takes, milliseconds(50));
	succeeds(asyncio_sleep(0));
	leave(&group, await(future, NULL));
	return 0;
}

static void a_body_that_ends_cancelled_cancels_the_children(void **state)
{
	assert_int_equal(run(passes_it_on, NULL), 0);
	assert_trace("50:ECANCELED ECANCELED,0");
}

/* Children that ask their siblings, their parent, and themselves to end. */
static int asks_another(void *task, void **result)
{
	trace("%s", task_cancel(task) ? "asks" : "?");
	return asyncio_sleep(0.01);
}

static int asks_around(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, asks_another, child(&group, takes, milliseconds(50)));
	child(&group, asks_itself, NULL);
	succeeds(asyncio_sleep(0.02));
	child(&group, asks_another, asyncio_current_task());
	child(&group, takes, milliseconds(60));
	return leave(&group, 0);
}

static int asked_by_a_child(void *arg, void **result)
{
	Task *task = asyncio_create_task(asks_around, NULL);

	trace("%s", why(await(task, NULL)));
	return 0;
}

static void a_child_can_cancel_siblings_and_parent(void **state)
{
	assert_int_equal(run(asked_by_a_child, NULL), 0);
	assert_trace(
		"asks EINVAL 0,0,asked 50:ECANCELED asks 60:ECANCELED ECANCELED,0,asked "
		"ECANCELED");
}

TESTS(T(a_request_at_the_end_is_handed_on_to_the_children),
      T(a_request_that_came_out_of_the_exit_is_not_made_anew),
      T(a_request_in_the_body_is_handed_on_at_the_end),
      T(however_often_it_is_asked_it_waits_for_the_children),
      T(an_error_wins_over_a_request_but_does_not_hide_it),
      T(what_fails_in_the_inner_group_stays_there),
      T(what_fails_in_the_outer_group_ends_the_inner),
      T(a_timeout_around_a_group_ends_its_children),
      T(an_error_in_answer_to_a_timeout_comes_out),
      T(a_body_that_ends_cancelled_cancels_the_children),
      T(a_child_can_cancel_siblings_and_parent))
