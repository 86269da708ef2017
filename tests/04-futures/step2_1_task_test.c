/* Step 4.2: a future with a generator behind it. */
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

static int creates(void *unused, void **result)
{
	Task *task = asyncio_create_task(tells, "child");

	trace("parent@%d", pass);
	succeeds(asyncio_sleep(0));
	trace("parent@%d:%d", pass, future_done(task));
	return await(task, NULL);
}

static void a_task_that_a_task_creates_begins_a_pass_later(void **state)
{
	begin();
	assert_int_equal(coroutine_status(creates, NULL), 0);
	assert_trace("parent@1 child@2 parent@2:1");
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
		succeeds(asyncio_sleep(0));
	}
	return 0;
}

static void tasks_that_give_way_take_turns(void **state)
{
	begin();
	task_detach(new_task(takes_turns, "a"));
	task_detach(new_task(takes_turns, "b"));
	task_detach(new_task(takes_turns, "c"));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("a0 b0 c0 a1 b1 c1 a2 b2 c2");
	loop_free(loop);
}

static int gives_way(void *unused, void **result)
{
	int before = pass;

	trace("%d", asyncio_sleep(0));
	trace("after:%d", pass - before);
	before = pass;
	trace("%d", generator_yield(NULL, NULL));
	trace("after:%d", pass - before);
	before = pass;
	trace("%d", asyncio_sleep(-5));
	trace("after:%d", pass - before);
	return 0;
}

static void to_give_way_takes_one_pass(void **state)
{
	begin();
	assert_int_equal(coroutine_status(gives_way, NULL), 0);
	assert_trace("0 after:1 0 after:1 0 after:1");
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

static const char *current(void)
{
	return task_get_name(asyncio_current_task());
}

static void tells_current(void *unused)
{
	trace("callback:%s", asyncio_current_task() == NULL ? "none" : current());
}

static int knows_itself(void *unused, void **result)
{
	Handle handle = HANDLE(tells_current, NULL);

	trace("%s", current());
	loop_call_soon(loop, &handle);
	succeeds(asyncio_sleep(0));
	trace("%s", current());
	succeeds(asyncio_sleep(0.5));
	trace("%s", current());
	return 0;
}

static void the_current_task_is_the_one_that_runs(void **state)
{
	begin();
	Task *b = new_task(knows_itself, NULL), *a = new_task(takes_turns, "a");

	task_set_name(b, "b");
	task_detach(b);
	task_detach(a);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("b a0 callback:none b a1 a2 b");
	assert_null(asyncio_current_task());
	loop_free(loop);
}

static int counts_tasks(void *unused, void **result)
{
	Task *tasks[2] = { NULL, NULL };

	trace("%d", (int)asyncio_all_tasks(loop, NULL, 0));
	trace("%d", (int)asyncio_all_tasks(loop, tasks, 2));
	trace("%s %s", task_get_name(tasks[0]), task_get_name(tasks[1]));
	succeeds(asyncio_sleep(0));
	trace("%d", (int)asyncio_all_tasks(loop, tasks, 1));
	trace("%d", tasks[0] == asyncio_current_task());
	return 0;
}

static void all_tasks_are_those_that_have_not_finished(void **state)
{
	begin();
	Task *a = new_task(tells, "a"), *counts = new_task(counts_tasks, NULL);
	Task *b = new_task(tells, "b");

	task_set_name(counts, "counts");
	task_set_name(b, "b");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 3);
	assert_int_equal(loop_run_until_complete(loop, counts, NULL), 0);
	assert_trace("a@1 2 2 counts b b@1 1 1");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	task_detach(a);
	task_detach(b);
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

static void a_detached_task_runs_on(void **state)
{
	begin();
	for (int i = 0; i < 3; i++)
		task_detach(new_task(takes_turns, "x"));
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 3);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("x0 x0 x0 x1 x1 x1 x2 x2 x2");
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
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

TESTS(T(a_task_begins_in_the_next_pass_in_the_order_of_creation),
      T(a_task_that_a_task_creates_begins_a_pass_later),
      T(what_a_body_returns_is_the_outcome_of_its_task),
      T(tasks_that_give_way_take_turns), T(to_give_way_takes_one_pass),
      T(there_is_nobody_to_yield_a_value_to), T(the_current_task_is_the_one_that_runs),
      T(all_tasks_are_those_that_have_not_finished), T(a_task_completes_itself),
      T(a_detached_task_runs_on), T(a_name_is_copied_as_far_as_it_fits),
      T(a_closed_loop_refuses_tasks))
