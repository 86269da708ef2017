/* Rung 1.3.2: the program that sends and closes. */
#include "testing.h"

static void running_average_averages_and_cleans_up(void **state)
{
	assert_int_equal(run_program("running_average 1 2 -6"), 0);
	assert_text(program_output,
	            "1: 1.00\n2: 1.50\n-6: -1.00\nclosed after 3 numbers\n");
	assert_int_equal(run_program("running_average 1 two"), 2);
	assert_int_equal(run_program("running_average --fast"), 2);
}

TESTS(T(running_average_averages_and_cleans_up))
