/* Rung 5.4.3: coroutines that another thread asks a loop to run. */
#include "askers.h"

static void let_go_before_it_begins_it_runs(void **state)
{
	CoroutineFn *fn = is_run;

	begin();
	end_thread(begin_thread(gives, &fn));
	assert_non_null(given);
	thread_future_free(given);
	make_passes();
	assert_trace("run");
	loop_free(loop);
}

static int says_where_it_runs(void *unused, void **result)
{
	bool in_a_task = asyncio_current_task() != NULL;
	bool in_the_loop = asyncio_get_running_loop() == loop;

	trace("%s", in_a_task && in_the_loop ? "in the loop" : "elsewhere");
	return asyncio_sleep(0);
}

static void the_loop_makes_a_task_of_what_a_thread_has_asked_for(void **state)
{
	CoroutineFn *fn = says_where_it_runs;

	begin();
	end_thread(begin_thread(gives, &fn));
	assert_non_null(given);
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	make_passes();
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	assert_trace("in the loop");
	thread_future_free(given);
	loop_free(loop);
}

static int fails(void *arg, void **result)
{
	return -EIO;
}

static void what_fails_unheard_is_reported(void)
{
	CoroutineFn *fn = fails;

	begin();
	end_thread(begin_thread(gives, &fn));
	thread_future_free(given);
	make_passes();
	loop_free(loop);
}

static void an_error_that_nobody_can_ask_for_is_reported(void **state)
{
	assert_int_equal(run_child(what_fails_unheard_is_reported), 0);
	assert_printed("the error of task 'Task-1' was never looked at");
}

TESTS(T(let_go_before_it_begins_it_runs),
      T(the_loop_makes_a_task_of_what_a_thread_has_asked_for),
      T(an_error_that_nobody_can_ask_for_is_reported))
