/* Step 6.3.2: the last loaf, with an event and with a condition. */
#include "../04-futures/programs.h"

static void the_last_loaf_is_sold_once_with_a_condition(void **state)
{
	assert_prints("last_loaf", "a loaf is baked\n"
	                           "ada has a loaf, 0 are left\n"
	                           "bob has a loaf, -1 are left\n");
	assert_prints("last_loaf --condition", "a loaf is baked\n"
	                                       "ada has a loaf, 0 are left\n"
	                                       "bob still waits, 0 are left\n");
	assert_answers_for_its_arguments("last_loaf");
}

TESTS(T(the_last_loaf_is_sold_once_with_a_condition))
