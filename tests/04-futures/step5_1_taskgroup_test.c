/* Rung 4.5.1: a group ends when all its tasks have. */
#include "groups.h"

#include <math.h>

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
	assert_null(family.wake); /* the parent waits for nothing any more */
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

static int empty_and_asked(void *arg, void **result)
{
	trace("%s", why(await(asyncio_create_task(asks_itself, NULL), NULL)));
	return 0;
}

static void an_empty_group_does_not_hear_a_request(void **state)
{
	assert_int_equal(run(empty_and_asked, NULL), 0);
	assert_trace("EINVAL 0,0,asked ECANCELED");
}

/* Static, and without children: nothing is on a stack that is gone. */
static TaskGroup never_left;

static int returns_from_inside(void *arg, void **result)
{
	return taskgroup_enter(&never_left);
}

static void forgets_to_leave(void)
{
	printf("%s\n", why(asyncio_run(returns_from_inside, NULL, NULL)));
}

static void who_returns_from_inside_a_group_is_told(void **state)
{
	assert_int_equal(run_child(forgets_to_leave), 0);
	assert_text(program_output,
	            "task 'Task-1' has ended inside a timeout or a group\n"
	            "0\n");
}

static int leaves_it(void *group, void **result)
{
	trace("%s", why(taskgroup_exit(group, 0)));
	return 0;
}

static int another_leaves(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, leaves_it, &group);
	child(&group, takes, milliseconds(10));
	trace("%s", why(await(asyncio_create_task(leaves_it, &group), NULL)));
	leave(&group, 5);
	return 0;
}

static void only_its_own_task_leaves_a_group(void **state)
{
	assert_int_equal(run(another_leaves, NULL), 0);
	assert_trace("EINVAL EINVAL 0 10:0 0,0");
}

static int sleeps_for_ever(void *arg, void **result)
{
	return asyncio_sleep(INFINITY);
}

static int waits_in_vain(void *arg, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	task_set_name(child(&group, sleeps_for_ever, NULL), "first");
	task_set_name(child(&group, sleeps_for_ever, NULL), "second");
	return taskgroup_exit(&group, 0);
}

static void waits_at_the_exit_in_vain(void)
{
	printf("%s\n", why(run(waits_in_vain, NULL)));
}

static void a_deadlock_names_the_children_that_are_waited_for(void **state)
{
	assert_int_equal(run_child(waits_at_the_exit_in_vain), 0);
	assert_printed("task 'Task-1' waits for the tasks of its group (");
	assert_printed("    task 'first' waits for time to pass, for ever (");
	assert_printed("    task 'second' waits for time to pass, for ever (");
	assert_printed("EDEADLK\n");
}

static int ends_at_once(void *arg, void **result)
{
	return 0;
}

/* One after the other; those that have ended are forgotten. */
static int very_many(void *arg, void **result)
{
	TaskGroup group = { 0 };
	int most = 0, n = 0;

	succeeds(taskgroup_enter(&group));
	for (int i = 0; i < TEN_THOUSAND; i++) {
		n += child(&group, ends_at_once, NULL) != NULL;
		if (i % 100 == 0)
			succeeds(asyncio_sleep(0.001));
		int tasks = (int)asyncio_all_tasks(asyncio_get_running_loop(), NULL, 0);
		most = tasks > most ? tasks : most;
	}
	succeeds(asyncio_sleep(0.001));
	trace("%s", group.children.next == &group.children ? "none" : "some");
	leave(&group, 0);
	trace("%s %s", n == TEN_THOUSAND ? "all" : "?", most <= 110 ? "few" : "many");
	return 0;
}

static void children_that_have_ended_are_forgotten(void **state)
{
	assert_int_equal(run(very_many, NULL), 0);
	assert_trace("none 0,0 all few");
}

TESTS(T(the_block_ends_when_all_have), T(children_have_children),
      T(a_cancelled_child_is_no_error),
      T(the_parent_goes_on_two_passes_after_the_last_child),
      T(an_empty_group_does_not_hear_a_request),
      T(who_returns_from_inside_a_group_is_told), T(only_its_own_task_leaves_a_group),
      T(a_deadlock_names_the_children_that_are_waited_for),
      T(children_that_have_ended_are_forgotten))
