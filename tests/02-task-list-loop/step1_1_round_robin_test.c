/* 2.1.1: a program in one file, judged by what it prints. */
#include "testing.h"

/* Runs it with these arguments; the message names them. */
static void prints(const char *arguments, const char *expected)
{
	char command[100];

	snprintf(command, sizeof command, "round_robin %s", arguments);
	assert_int_equal(run_program(command), 0);
	assert_text_of(command, program_output, expected);
}

static void round_robin_gives_each_a_turn_until_all_have_ended(void **state)
{
	prints("", "| c1  a1  b1 | a2  b2 | a3 ||\n");
	prints("ccba", "| c1  c1  b1  a1 | b2  a2 | a3 ||\n");
	prints("abcabcaa", "| a1  b1  c1  a1  b1  c1  a1  a1 | a2  b2  a2  b2  a2  a2 |"
	                   " a3  a3  a3  a3 ||\n");
	assert_int_equal(run_program("round_robin abcd"), 2);
	assert_int_equal(run_program("round_robin aaaaaaaaa"), 2);
	assert_int_equal(run_program("round_robin --naive 2"), 2);
	assert_int_equal(run_program("round_robin naive"), 2);
}

static void the_naive_one_skips_the_next_when_one_has_ended(void **state)
{
	prints("--naive 1", "| c1  a1  b1 | b2 | a2 | a3 ||\n");
	prints("--naive 1 cba", "| c1  b1  a1 | a2 | b2  a3 |||\n");
	prints("--naive 1 ab", "| a1  b1 | a2  b2 | a3 ||\n");
}

TESTS(T(round_robin_gives_each_a_turn_until_all_have_ended),
      T(the_naive_one_skips_the_next_when_one_has_ended))
