/* Rung 4.4.3: the programs that leave something over. */
#include "programs.h"

static void never_awaited_has_each_mistake_explained_once(void **state)
{
	assert_program(
		"never_awaited",
		"'awaited' says hello\n"
		"the error of a future was never looked at: No such file or directory\n"
		"'detached' says hello\n'forgotten' says hello\n"
		"the error of task 'failed, and nobody looked' was never looked at: "
		"Permission denied\n"
		"task 'slower than main' was still running when main returned: it is "
		"cancelled\n"
		"task 'forgotten' was never awaited nor detached\n"
		"task 'failed and forgotten' was never awaited nor detached, and failed: "
		"Permission denied\n");
}

static void bad_news_leaves_a_task_that_the_run_cancels(void **state)
{
	run_virtual("bad_news");
	assert_printed("gathered: heard after 1 s, tasks left: 1\n"
	               "task 'slow' was still running when main returned: it is "
	               "cancelled\n");
}

TESTS(T(never_awaited_has_each_mistake_explained_once),
      T(bad_news_leaves_a_task_that_the_run_cancels))
