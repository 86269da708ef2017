/* Rung 4.5.8: groups whose loop is closed. */
#include "groups.h"

/* What the children use lies on the stack of their parent. */
static int uses(void *arg, void **result)
{
	TaskGroup *group = arg;
	int error = asyncio_sleep(100);

	trace("child:%s,%d", why(error), (int)group->errors);
	refused(group);
	return -EIO;
}

static int has_a_group(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	for (int i = 0; i < 2; i++)
		child(&group, uses, &group);
	if (arg != NULL)
		child(&group, has_a_group, NULL);
	int error = arg == NULL ? asyncio_sleep(100) : 0;
	if (error < 0)
		refused(&group);
	error = taskgroup_exit(&group, error);
	trace("%s,%d", why(error), (int)group.errors);
	return error;
}

static void closes_after(int passes_before, void *arg)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, has_a_group, arg);

	assert_non_null(task);
	for (int i = 0; i < passes_before; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_done(task));
	task_detach(task);
	loop_free(loop);
}

static void when_the_loop_is_closed_children_end_before_their_parent(void **state)
{
	closes_after(3, NULL);
	assert_trace("ESHUTDOWN child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "EIO,2");
}

static void groups_in_groups_end_from_the_inside_out(void **state)
{
	closes_after(3, "nested");
	assert_trace("child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "ESHUTDOWN child:ECANCELED,0 ECANCELED child:ECANCELED,1 ECANCELED "
	             "EIO,2 EIO,3");
}

static void children_that_have_not_begun_are_closed_too(void **state)
{
	closes_after(1, NULL);
	assert_trace("ESHUTDOWN ECANCELED,0");
}

/* The loop stops between the failure of a child and the news of it. */
static int fails_and_stops(void *arg, void **result)
{
	loop_stop(asyncio_get_running_loop());
	return -EIO;
}

static int has_a_failed_child(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails_and_stops, NULL);
	child(&group, takes, milliseconds(10));
	return leave(&group, 0);
}

static void an_error_is_counted_though_the_loop_is_closed(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	task_detach(loop_create_task(loop, has_a_failed_child, NULL));
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("10:ECANCELED EIO,1");
}

/* The group has been aborted, and a child takes its time. */
static int cleans_up_for_ever(void *arg, void **result)
{
	trace("asked:%s", why(asyncio_sleep(100)));
	trace("cleanup:%s", why(asyncio_sleep(100)));
	return -ECANCELED;
}

static int waits_for_the_cleanup(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, cleans_up_for_ever, NULL);
	child(&group, fails_soon, error_of(-EIO));
	return leave(&group, 0);
}

static void a_cleanup_ends_before_the_parent_that_waits_for_it(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, waits_for_the_cleanup, NULL);

	assert_non_null(task);
	for (int i = 0; i < 10; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_trace("asked:ECANCELED");
	assert_int_equal(loop_close(loop), 0);
	assert_trace("asked:ECANCELED cleanup:ECANCELED EIO,1");
	task_detach(task);
	loop_free(loop);
}

/* Children that wait for each other, for a stranger, and for their parent. */
static int awaits(void *task, void **result)
{
	int error = future_wait(task);

	trace("%s:%s", task_get_name(asyncio_current_task()), why(error));
	return error;
}

static Task *named(TaskGroup *group, const char *name, CoroutineFn *fn, void *arg)
{
	Task *task = group == NULL ? asyncio_create_task(fn, arg) : child(group, fn, arg);

	task_set_name(task, name);
	return task;
}

static int has_a_tangle(void *arg, void **result)
{
	TaskGroup group = { 0 };
	Task *stranger = named(NULL, "stranger", sleeps_long, NULL);

	succeeds(taskgroup_enter(&group));
	named(&group, "c", awaits, named(&group, "b", awaits, stranger));
	named(&group, "a", awaits, asyncio_current_task());
	int error = taskgroup_exit(&group, asyncio_sleep(100));
	trace("%s", why(error));
	task_detach(stranger);
	return error;
}

static int watches(void *task, void **result)
{
	return future_wait(task);
}

static void a_tangle_of_waits_is_closed_once(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, has_a_tangle, NULL);
	task_detach(loop_create_task(loop, watches, task));

	assert_non_null(task);
	for (int i = 0; i < 3; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	assert_int_equal(loop_close(loop), 0);
	assert_true(future_cancelled(task));
	assert_trace("sleeper:ECANCELED b:ECANCELED c:ECANCELED a:ECANCELED ECANCELED");
	task_detach(task);
	loop_free(loop);
}

TESTS(T(when_the_loop_is_closed_children_end_before_their_parent),
      T(groups_in_groups_end_from_the_inside_out),
      T(children_that_have_not_begun_are_closed_too),
      T(an_error_is_counted_though_the_loop_is_closed),
      T(a_cleanup_ends_before_the_parent_that_waits_for_it),
      T(a_tangle_of_waits_is_closed_once))
