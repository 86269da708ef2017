/* Step 6.1.1: the program of the notes, and runners that poll or wait. */
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

static void runners_that_poll_are_late_and_runners_that_wait_are_not(void **state)
{
	assert_prints("polling", "a runner is off, 10 ms after the shot\n"
	                         "a runner is off, 10 ms after the shot\n"
	                         "a runner is off, 10 ms after the shot\n"
	                         "the runners were woken 78 times\n");
	assert_prints("polling --event", "a runner is off, 0 ms after the shot\n"
	                                 "a runner is off, 0 ms after the shot\n"
	                                 "a runner is off, 0 ms after the shot\n"
	                                 "the runners were woken 3 times\n");
	assert_answers_for_its_arguments("polling");
}

TESTS(T(event_prints_what_the_notes_print),
      T(runners_that_poll_are_late_and_runners_that_wait_are_not))
