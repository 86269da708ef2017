/* Rung 4.3.3: the program that waits for all. */
#include "programs.h"

static void wait_waits_for_all(void **state)
{
	assert_program(
		"wait",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\ndone with phase 0\ndone with phase 1\n"
		"done with phase 2\n"
		"results: ['phase 0 result', 'phase 1 result', 'phase 2 result']\n");
	assert_prints("wait --phases 1",
	              "starting main\nwaiting for phases to complete\nin phase 0\n"
	              "done with phase 0\nresults: ['phase 0 result']\n");
	assert_refuses("wait --phases 0");
	assert_refuses("wait --phases 101");
}

TESTS(T(wait_waits_for_all))
