/* Step 4.1: the programs that need nothing but futures. */
#include "programs.h"

static void future_callbacks_come_in_order(void **state)
{
	assert_program("future_callbacks",
	               "registering callbacks on future\nsetting result of future\n"
	               "1: future done: the result\n2: future done: the result\n");
}

static void future_result_keeps_its_result(void **state)
{
	assert_program(
		"future_result",
		"scheduling mark_done\nentering event loop\n"
		"setting future result to 'the result'\nreturned result: 'the result'\n"
		"closing event loop\nfuture result: 'the result'\n");
}

static void who_asks_has_many_turns_and_who_is_told_one_call(void **state)
{
	long turns = 0, calls = 0;

	assert_int_equal(run_virtual("ask"), 0);
	sscanf(program_output, "asked: %ld turns\ntold:  %ld call\n", &turns, &calls);
	assert_compared(turns, >, 100);
	assert_int_equal(calls, 1);
	assert_answers_for_its_arguments("ask");
}

TESTS(T(future_callbacks_come_in_order), T(future_result_keeps_its_result),
      T(who_asks_has_many_turns_and_who_is_told_one_call))
