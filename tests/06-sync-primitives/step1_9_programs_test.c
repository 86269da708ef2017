/* Step 6.1: the program of the notes. */
#include "../04-futures/programs.h"

static void event_prints_what_the_notes_print(void **state)
{
	assert_program("event", "event start state: False\n"
	                        "coro1 waiting for event\n"
	                        "coro2 waiting for event\n"
	                        "setting event in callback\n"
	                        "coro1 triggered\n"
	                        "coro2 triggered\n"
	                        "event end state: True\n");
}

TESTS(T(event_prints_what_the_notes_print))
