/* 2.1.1: a program in one file, judged by what it prints. */
#include "testing.h"

static void round_robin_gives_each_a_turn_until_all_have_ended(void **state)
{
	assert_int_equal(run_program("round_robin"), 0);
	assert_text(program_output, "| c1  a1  b1 | a2  b2 | a3 ||\n");
	assert_int_equal(run_program("round_robin --naive 1"), 0);
	assert_text(program_output, "| c1  a1  b1 | b2 | a2 | a3 ||\n");
	assert_int_equal(run_program("round_robin ccba"), 0);
	assert_text(program_output, "| c1  c1  b1  a1 | b2  a2 | a3 ||\n");
	assert_int_equal(run_program("round_robin abcabcaa"), 0);
	assert_text(program_output,
	            "| a1  b1  c1  a1  b1  c1  a1  a1 | a2  b2  a2  b2  a2  a2 |"
	            " a3  a3  a3  a3 ||\n");
	assert_int_equal(run_program("round_robin --naive 1 cba"), 0);
	assert_text(program_output, "| c1  b1  a1 | a2 | b2  a3 |||\n");
	assert_int_equal(run_program("round_robin abcd"), 2);
	assert_int_equal(run_program("round_robin aaaaaaaaa"), 2);
	assert_int_equal(run_program("round_robin --naive 2"), 2);
	assert_int_equal(run_program("round_robin naive"), 2);
}

TESTS(T(round_robin_gives_each_a_turn_until_all_have_ended))
