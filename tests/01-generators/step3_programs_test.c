/* Step 1.3: the programs that send, close and delegate. */
#include "testing.h"

static void running_average_averages_and_cleans_up(void **state)
{
	assert_int_equal(run_program("running_average 1 2 -6"), 0);
	assert_text(program_output,
	            "1: 1.00\n2: 1.50\n-6: -1.00\nclosed after 3 numbers\n");
	assert_int_equal(run_program("running_average 1 two"), 2);
	assert_int_equal(run_program("running_average --fast"), 2);
}

static void tree_walk_sorts(void **state)
{
	assert_int_equal(run_program("tree_walk 5 -3 9 5 0"), 0);
	assert_text(program_output, "-3\n0\n5\n5\n9\n");
	assert_int_equal(run_program("tree_walk"), 0);
	assert_text(program_output, "1\n3\n4\n6\n7\n8\n10\n13\n14\n");
	assert_int_equal(run_program("tree_walk 1 x"), 2);
	assert_int_equal(run_program("tree_walk 9999999999"), 2);
	assert_int_equal(run_program("tree_walk `seq 101`"), 2);
	assert_text(program_output, "tree_walk: 100 numbers are the most it takes\n");
}

TESTS(T(running_average_averages_and_cleans_up), T(tree_walk_sorts))
