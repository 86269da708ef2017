/* Rung 4.2.1: a task is made, runs, and ends. */
#include "core.h"

static int tells(void *name, void **result)
{
	trace("%s@%d", (char *)name, pass);
	*result = name;
	return 0;
}

static void tells_pass(void *name)
{
	trace("%s@%d", (char *)name, pass);
}

static void a_task_begins_in_the_next_pass_in_the_order_of_creation(void **state)
{
	Handle r = HANDLE(tells_pass, "r"), s = HANDLE(tells_pass, "s");

	begin();
	loop_call_soon(loop, &r);
	task_detach(new_task(tells, "a"));
	task_detach(new_task(tells, "b"));
	loop_call_soon(loop, &s);
	assert_trace("");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("r@1 a@1 b@1 s@1");
	loop_free(loop);
}

static int returns(void *status, void **result)
{
	*result = "value";
	return *(int *)status;
}

static void assert_outcome(int returned, int status, const char *text)
{
	Task *task = new_task(returns, &returned);
	void *value = "?", *awaited = "?";

	future_ref(task);
	assert_int_equal(future_result(task, NULL), -EINPROGRESS);
	assert_int_equal(loop_run_until_complete(loop, task, &awaited), status);
	assert_true(future_done(task));
	assert_int_equal(future_cancelled(task), status == -ECANCELED);
	assert_int_equal(future_result(task, &value), status);
	assert_ptr_equal(value, awaited);
	if (text == NULL)
		assert_null(value);
	else
		assert_text((char *)value, text);
	assert_int_equal(task->refs, 1); /* the loop has given its own back */
	future_unref(task);
}

static void what_a_body_returns_is_the_outcome_of_its_task(void **state)
{
	begin();
	assert_outcome(0, 0, "value");
	assert_outcome(-EIO, -EIO, NULL);
	assert_outcome(-ECANCELED, -ECANCELED, NULL);
	assert_outcome(-EINPROGRESS, -EINPROGRESS, NULL);
	assert_outcome(-EDEADLK, -EDEADLK, NULL);
	assert_outcome(7, -EINVAL, NULL); /* which is reported */
	loop_free(loop);
}

static int takes_turns(void *name, void **result)
{
	for (int i = 0; i < 3; i++) {
		trace("%s%d", (char *)name, i);
		succeeds(generator_yield(NULL, NULL));
	}
	return 0;
}

static void tasks_that_yield_take_turns(void **state)
{
	begin();
	task_detach(new_task(takes_turns, "a"));
	task_detach(new_task(takes_turns, "b"));
	task_detach(new_task(takes_turns, "c"));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a0 b0 c0 a1 b1 c1 a2 b2 c2");
	loop_free(loop);
}

static void tells_whether_a_task_runs(void *unused)
{
	trace("callback:%d", asyncio_current_task() != NULL);
}

static int is_current(void *task, void **result)
{
	trace("%d", asyncio_current_task() == *(Task **)task);
	succeeds(generator_yield(NULL, NULL));
	trace("%d", asyncio_current_task() == *(Task **)task);
	return 0;
}

static void only_the_task_that_runs_is_the_current_one(void **state)
{
	Handle handle = HANDLE(tells_whether_a_task_runs, NULL);
	Task *tasks[2];

	begin();
	tasks[0] = new_task(is_current, &tasks[0]);
	loop_call_soon(loop, &handle);
	tasks[1] = new_task(is_current, &tasks[1]);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("1 callback:0 1 1 1");
	assert_null(asyncio_current_task());
	task_detach(tasks[0]);
	task_detach(tasks[1]);
	loop_free(loop);
}

static int yields_values(void *unused, void **result)
{
	trace("%s", why(generator_yield("value", NULL)));
	trace("%s", why(generator_yield(NULL, NULL)));
	trace("%s", why(generator_yield("value", NULL)));
	return 0;
}

static void there_is_nobody_to_yield_a_value_to(void **state)
{
	begin();
	assert_int_equal(coroutine_status(yields_values, NULL), 0);
	assert_trace("EINVAL ok EINVAL");
	loop_free(loop);
}

static void a_task_completes_itself(void **state)
{
	begin();
	Task *task = new_task(tells, "a");

	assert_int_equal(future_set_result(task, "other"), -EINVAL);
	assert_int_equal(future_set_error(task, -EIO), -EINVAL);
	assert_int_equal(future_set_error(task, -ECANCELED), -EINVAL);
	assert_false(future_done(task));
	future_ref(task);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), 0);
	assert_int_equal(future_set_result(task, "other"), -EINVAL);
	future_unref(task);
	assert_trace("a@1");
	loop_free(loop);
}

static void a_name_is_copied_as_far_as_it_fits(void **state)
{
	char name[64] = "a name of more than thirty-one bytes";
	begin();
	Task *a = new_task(tells, "a"), *b = new_task(tells, "b");
	Future *f = new_future();

	assert_text(task_get_name(a), "Task-1");
	assert_text(task_get_name(b), "Task-2");
	task_set_name(a, name);
	memset(name, 'x', sizeof name - 1);
	assert_text(task_get_name(a), "a name of more than thirty-one ");
	task_set_name(a, task_get_name(a));
	assert_text(task_get_name(a), "a name of more than thirty-one ");
	task_set_name(a, "");
	assert_text(task_get_name(a), "");
	task_set_name(f, "nothing");
	assert_text(task_get_name(f), "");
	assert_text(task_get_name(NULL), "");
	task_set_name(NULL, "nothing");
	future_unref(f);
	for (int i = 3; i <= 1000; i++) {
		char expected[32];
		Task *task = new_task(tells, "a");
		snprintf(expected, sizeof expected, "Task-%d", i);
		assert_text(task_get_name(task), expected);
		task_detach(task);
	}
	task_detach(a);
	task_detach(b);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
}

static void a_closed_loop_refuses_tasks(void **state)
{
	begin();
	assert_int_equal(loop_close(loop), 0);
	Task *task = loop_create_task(loop, tells, "never");

	assert_true(task != NULL && future_done(task));
	assert_int_equal(future_result(task, NULL), -ESHUTDOWN);
	assert_text(task_get_name(task), "");
	task_detach(task);
	assert_null(loop_create_task(NULL, tells, "never"));
	assert_null(asyncio_create_task(tells, "never"));
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	assert_trace("");
	loop_free(loop);
}

static int makes_one_and_goes_on(void *arg, void **result)
{
	task_detach(asyncio_create_task(tells, "new"));
	trace("goes_on@%d", pass);
	return 0;
}

static void who_makes_a_task_goes_on_before_it_begins(void **state)
{
	begin();
	task_detach(new_task(makes_one_and_goes_on, NULL));
	make_passes(3);
	assert_trace("goes_on@1 new@2");
	loop_free(loop);
}

TESTS(T(a_task_begins_in_the_next_pass_in_the_order_of_creation),
      T(who_makes_a_task_goes_on_before_it_begins),
      T(what_a_body_returns_is_the_outcome_of_its_task),
      T(tasks_that_yield_take_turns), T(only_the_task_that_runs_is_the_current_one),
      T(there_is_nobody_to_yield_a_value_to), T(a_task_completes_itself),
      T(a_name_is_copied_as_far_as_it_fits), T(a_closed_loop_refuses_tasks))
