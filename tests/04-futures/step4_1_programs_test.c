/* Rung 4.4.1: the programs that cancel a task. */
#include "programs.h"

static void cancel_task_cancels_a_task_that_never_begins(void **state)
{
	assert_program("cancel_task", "creating task\ncanceling task\n"
	                              "canceled task <Task cancelling name='task_func'>\n"
	                              "caught error from canceled task\n");
}

static void cancel_waiting_task_tells_the_task_where_it_waits(void **state)
{
	assert_program("cancel_waiting_task",
	               "creating task\nin task_func, sleeping\nin task_canceller\n"
	               "canceled the task\ntask_func was canceled\n"
	               "main() also sees task as canceled\n");
}

static void wait_timeout_cancels_what_takes_too_long(void **state)
{
	assert_program(
		"wait_timeout",
		"starting main\nwaiting 0.1 for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\ndone with phase 0\n1 completed and 2 pending\n"
		"canceling tasks\nexiting main\nphase 1 canceled\nphase 2 canceled\n");
	assert_prints("wait_timeout --phases 1",
	              "starting main\nwaiting 0.1 for phases to complete\nin phase 0\n"
	              "done with phase 0\n1 completed and 0 pending\nexiting main\n");
	assert_refuses("wait_timeout --phases -1");
}

static void async_with_releases_on_every_path(void **state)
{
	assert_program(
		"async_with",
		"Ada has light\nBob has light\nCyd has light\nAda has put it out\n"
		"Bob has put it out\nCyd has put it out\nAda is done\nBob has failed\n"
		"Cyd was cancelled\nDan was cancelled\n");
}

TESTS(T(cancel_task_cancels_a_task_that_never_begins),
      T(cancel_waiting_task_tells_the_task_where_it_waits),
      T(wait_timeout_cancels_what_takes_too_long), T(async_with_releases_on_every_path))
