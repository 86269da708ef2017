/* Rung 4.1.4: the program that reads a future after its run. */
#include "programs.h"

static void future_result_keeps_its_result(void **state)
{
	assert_program(
		"future_result",
		"scheduling mark_done\nentering event loop\n"
		"setting future result to 'the result'\nreturned result: 'the result'\n"
		"closing event loop\nfuture result: 'the result'\n");
}

TESTS(T(future_result_keeps_its_result))
