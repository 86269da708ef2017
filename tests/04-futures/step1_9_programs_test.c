/* Step 4.1: the program that needs nothing but futures. */
#include "programs.h"

static void future_callbacks_come_in_order(void **state)
{
	assert_program("future_callbacks",
	               "registering callbacks on future\nsetting result of future\n"
	               "1: future done: the result\n2: future done: the result\n");
}

TESTS(T(future_callbacks_come_in_order))
