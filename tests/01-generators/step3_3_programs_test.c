/* Rung 1.3.3: the program that delegates. */
#include "testing.h"

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

TESTS(T(tree_walk_sorts))
