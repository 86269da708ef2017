/* 2.3.2: the program that needs timers. */
#include "testing.h"

static void call_later_calls_sooner_or_later(void **state)
{
	assert_int_equal(run_program("call_later"), 0);
	assert_text(program_output, "entering event loop\nregistering callbacks\n"
	                            "callback 3 invoked\ncallback 2 invoked\n"
	                            "callback 1 invoked\nclosing event loop\n");
	assert_int_equal(run_program("call_later --soon"), 2);
}

TESTS(T(call_later_calls_sooner_or_later))
