/* Rung 1.2.4: the programs that need no more than next and yield. */
#include "yields.h"

#include <string.h>

static void generators_prints_what_the_notes_print(void **state)
{
	needs_yield();
	assert_int_equal(run_program("generators"), 0);
	assert_text(program_output,
	            "count: 1\nchar: a\ncount: 2\nchar: b\n----------------\n");
	assert_int_equal(run_program("generators --help"), 0);
	assert_printed("usage: generators");
	assert_int_equal(run_program("generators --frobnicate"), 2);
	assert_int_equal(run_program("generators frobnicate"), 2);
	assert_text(program_output, "generators: what is it to do with frobnicate\n");
}

static void fibonacci_goes_as_far_as_it_is_asked(void **state)
{
	needs_yield();
	assert_int_equal(run_program("fibonacci --count 9"), 0);
	assert_text(program_output, "0\n1\n1\n2\n3\n5\n8\n13\n21\n");
	assert_int_equal(run_program("fibonacci --count 94"), 0);
	assert_printed("\n12200160415121876738\n");
	assert_int_equal(run_program("fibonacci --count 95"), 2);
	assert_text(program_output,
	            "fibonacci: count wants a number from 1 to 94, not '95'\n");
	assert_int_equal(run_program("fibonacci --count 0"), 2);
	assert_int_equal(run_program("fibonacci --count 99999999999999999999"), 2);
	assert_int_equal(run_program("fibonacci --count 7x"), 2);
	assert_int_equal(run_program("fibonacci --count ''"), 2);
	assert_int_equal(run_program("fibonacci --count"), 2);
	assert_int_equal(run_program("fibonacci 7"), 2);
}

static void pipeline_passes_on_the_odd_squares(void **state)
{
	needs_yield();
	assert_int_equal(run_program("pipeline --limit 6"), 0);
	assert_text(program_output, "1\n9\n25\n");
	assert_int_equal(run_program("pipeline --limit 0"), 2);
	assert_int_equal(run_program("pipeline --limit"), 2);
	assert_int_equal(run_program("pipeline --below 3"), 2);
}

static void three_ways_count_alike(void **state)
{
	needs_yield();
	assert_int_equal(run_program("three_ways --rounds 1000"), 0);
	assert_printed("a switch statement");
	assert_printed("a stack and our switch");
	assert_int_equal(run_program("three_ways --rounds -1"), 2);
	assert_int_equal(run_program("three_ways --rounds 1e6"), 2);
}

TESTS(T(generators_prints_what_the_notes_print), T(fibonacci_goes_as_far_as_it_is_asked),
      T(pipeline_passes_on_the_odd_squares), T(three_ways_count_alike))
