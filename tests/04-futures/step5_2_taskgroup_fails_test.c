/* Rung 4.5.2: when a child or the body fails, all end. */
#include "groups.h"

#include <sys/resource.h>

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

static int has_no_memory(void *arg, void **result)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	TaskGroup group = { 0 };
	int n = 0, error = taskgroup_enter(&group);
	Task *task;

	setrlimit(RLIMIT_AS, &none);
	while ((task = child(&group, takes, milliseconds(10))) != NULL)
		n++;
	error = await(task, NULL);
	setrlimit(RLIMIT_AS, &all);
	printf("%s %s ", n > 0 ? "some" : "none", why(error));
	error = taskgroup_exit(&group, error);
	printf("%s %d", why(error), (int)group.errors);
	return 0;
}

static void runs_out_of_memory(void)
{
	run(has_no_memory, NULL);
}

static void without_memory_there_are_no_more_children(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers need more memory than that");
	assert_int_equal(run_child(runs_out_of_memory), 0);
	assert_text(program_output, "some ENOMEM ENOMEM 2"); /* the child, and the body */
}

TESTS(T(when_one_fails_the_others_and_the_body_end),
      T(when_one_fails_at_the_end_the_others_are_awaited),
      T(when_the_body_fails_the_children_are_awaited),
      T(children_that_have_not_begun_never_run), T(all_that_have_failed_are_counted),
      T(errors_in_answer_come_after_the_first), T(a_child_may_answer_with_a_value),
      T(an_error_is_reported_though_the_body_goes_on),
      T(without_memory_there_are_no_more_children))
