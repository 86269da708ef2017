/* Rung 4.2.1: what a trace tells of tasks. */
#include "core.h"

void trace_begin(void); /* 01-generators/instruments/trace_begin.c */

static int returns(void *arg, void **result)
{
	return 0;
}

/* For a child. The third task may get the memory of the first one. */
static void make_three_tasks(void)
{
	setenv("ASYNCIO_TRACE", "-", 1);
	trace_begin();
	begin();
	task_detach(new_task(returns, NULL));
	task_detach(new_task(returns, NULL));
	make_passes(1);
	task_detach(new_task(returns, NULL));
	make_passes(1);
	loop_free(loop);
}

static void a_trace_tells_of_new_tasks_by_their_names(void **state)
{
	assert_int_equal(run_child(make_three_tasks), 0);
	assert_printed("pass 1   Task-1 runs");
	assert_printed(": it is new\n           ends\n         Task-2 runs");
	assert_printed("pass 2   Task-3 runs");
	assert_int_equal(printed("resumes"), 0); /* as a generator without a task is */
}

TESTS(T(a_trace_tells_of_new_tasks_by_their_names))
