/* Rung 1.1.1: a program in one file, judged by what it prints. */
#include "testing.h"

#include <string.h>

static void first_generator_pauses_and_resumes_two_functions(void **state)
{
#ifdef NO_UCONTEXT
	skip_because("this system has no ucontext");
#endif
	assert_int_equal(run_program("first_generator"), 0);
	char *output = SANITIZED ? strstr(program_output, "count") : program_output;
	assert_text(output, "count: 1\nchar: a\ncount: 2\nchar: b\n----------------\n");
	int status = run_program("first_generator --turns 7");
	if (strstr(program_output, "count: 5\nchar: e\nchar: f\nchar: g\n---") ==
	    NULL)
		fail_msg("first_generator --turns 7 should print, after count: 5 and "
		         "char: e, only char: f and char: g, because count has ended; it "
		         "prints:\n%s",
		         program_output);
	assert_int_equal(status, 0);
	assert_int_equal(run_program("first_generator --turns"), 2);
	assert_int_equal(run_program("first_generator turns"), 2);
	assert_text(program_output, "first_generator: what is it to do with turns\n");
}

TESTS(T(first_generator_pauses_and_resumes_two_functions))
