/* Rung 4.1.2: the programs that need callbacks. */
#include "programs.h"

static void future_callbacks_come_in_order(void **state)
{
	assert_program("future_callbacks",
	               "registering callbacks on future\nsetting result of future\n"
	               "1: future done: the result\n2: future done: the result\n");
}

static void a_question_takes_many_turns_and_a_callback_is_one_call(void **state)
{
	long turns = 0, calls = 0;

	/* Again, if it had no processor in its 50 milliseconds. */
	for (int tries = 0; turns <= 100 && tries < 20; tries++) {
		assert_int_equal(run_virtual("ask"), 0);
		sscanf(program_output, "asked: %ld turns\ntold:  %ld call\n", &turns,
		       &calls);
		assert_int_equal(calls, 1);
	}
	assert_compared(turns, >, 100);
	assert_answers_for_its_arguments("ask");
}

TESTS(T(future_callbacks_come_in_order),
      T(a_question_takes_many_turns_and_a_callback_is_one_call))
