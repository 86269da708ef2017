/* Rung 4.3.3: all tasks as a tree, when a task waits for some. */
#include "trees.h"

static int waits_for_some(void *unused, void **result)
{
	Future *some[] = { named(sleeps, NULL, "ada"), named(ends, NULL, "bob"),
		           loop_create_future(loop) };

	return (int)asyncio_wait(some, 3, -1, ALL_COMPLETED);
}

static void show_a_wait(void)
{
	show(waits_for_some);
}

static void below_a_wait_stand_those_that_are_not_done(void **state)
{
	assert_int_equal(run_child(show_a_wait), 0);
	forget_stack_sizes();
	assert_text(program_output,
	            "  task 'main' waits for all of 3 futures, 1 done (stack: N KiB)\n"
	            "    task 'ada' waits for time to pass, 2.00 s more (stack: N KiB)\n"
	            "    future 1\n");
}

TESTS(T(below_a_wait_stand_those_that_are_not_done))
