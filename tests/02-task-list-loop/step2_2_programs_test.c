/* 2.2.2: the program that needs no timers. */
#include "testing.h"

static void callbacks_come_in_order(void **state)
{
	assert_int_equal(run_program("callbacks"), 0);
	assert_text(program_output, "entering event loop\nregistering callbacks\n"
	                            "callback invoked with 1 and default\n"
	                            "callback invoked with 2 and not default\n"
	                            "closing event loop\n");
	assert_int_equal(run_program("callbacks 3"), 2);
}

TESTS(T(callbacks_come_in_order))
