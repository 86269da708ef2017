/* Rung 4.5.8: groups in a child that is forked inside of them. */
#include "../forked.h"
#include "groups.h"

/* What parent and child print lies in program_output, in the order of time. */
static bool in_child;

/* A task of the parent, which ends there and only there. */
static int rests(void *name, void **result)
{
	int status = asyncio_sleep(2);

	printf("%s: %s\n", (char *)name, why(status));
	return status;
}

/* Forks, and tells how the group ends in both. */
static int forks_in(TaskGroup *group)
{
	in_child = is_forked();
	int error = taskgroup_exit(group, 0);
	printf("%s: %s, errors: %d\n", in_child ? "child" : "parent", why(error),
	       (int)group->errors);
	return error;
}

static void run_and_end(CoroutineFn *fn)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	int status = run(fn, NULL);
	printf("run: %s\n", why(status));
	if (in_child)
		_exit(3);
}

static int forks_beside_children(void *unused, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, rests, "Task-2");
	succeeds(asyncio_sleep(0));
	child(&group, rests, "Task-3"); /* it has not begun */
	return forks_in(&group);
}

static void fork_beside_children(void)
{
	run_and_end(forks_beside_children);
}

static void the_exit_in_a_child_lets_go_what_is_the_parents(void **state)
{
	assert_int_equal(run_child(fork_beside_children), 0);
	assert_text(program_output, "child: ECANCELED, errors: 0\nrun: ECANCELED\n"
	                            "Task-2: 0\nTask-3: 0\n"
	                            "parent: 0, errors: 0\nrun: 0\n");
	assert_trace("child:3");
}

/* The first task has failed, and the group has not heard of that yet. */
static int forks_beside_a_failure(void *unused, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, fails, (void *)(intptr_t)-EIO);
	child(&group, rests, "Task-3");
	succeeds(asyncio_sleep(0));
	return forks_in(&group);
}

static void fork_beside_a_failure(void)
{
	run_and_end(forks_beside_a_failure);
}

static void what_has_failed_before_the_fork_is_an_error_in_both(void **state)
{
	assert_int_equal(run_child(fork_beside_a_failure), 0);
	assert_text(program_output, "child: EIO, errors: 1\nrun: EIO\n"
	                            "Task-3: ECANCELED\n"
	                            "parent: EIO, errors: 1\nrun: EIO\n");
}

static int forks_below(void *unused, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, rests, "inner");
	return forks_in(&group);
}

static int has_one_that_forks(void *unused, void **result)
{
	TaskGroup group = { 0 };

	succeeds(taskgroup_enter(&group));
	child(&group, forks_below, NULL);
	child(&group, rests, "outer");
	int error = taskgroup_exit(&group, 0);
	printf("above: %s\n", why(error));
	return error;
}

static void fork_in_a_group_in_a_group(void)
{
	run_and_end(has_one_that_forks);
}

static void a_group_above_is_left_by_the_parent_alone(void **state)
{
	assert_int_equal(run_child(fork_in_a_group_in_a_group), 0);
	assert_text(program_output, "child: ECANCELED, errors: 0\nrun: ESHUTDOWN\n"
	                            "outer: 0\ninner: 0\n"
	                            "parent: 0, errors: 0\nabove: 0\nrun: 0\n");
}

TESTS(T(the_exit_in_a_child_lets_go_what_is_the_parents),
      T(what_has_failed_before_the_fork_is_an_error_in_both),
      T(a_group_above_is_left_by_the_parent_alone))
