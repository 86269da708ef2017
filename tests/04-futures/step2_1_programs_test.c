/* Rung 4.2.1: the programs that run one task until it is complete. */
#include "programs.h"

static void run_until_complete_runs_until_it_is_complete(void **state)
{
	assert_program("run_until_complete",
	               "starting coroutine\nentering event loop\nin coroutine\n"
	               "closing event loop\n");
}

static void return_value_shows_the_value(void **state)
{
	assert_program("return_value", "in coroutine\nit returned: 'result'\n");
}

TESTS(T(run_until_complete_runs_until_it_is_complete), T(return_value_shows_the_value))
