/* Rung 4.3.6: all tasks as a tree, when a task waits for the next of some. */
#include "trees.h"

static int takes_them_as_they_come(void *unused, void **result)
{
	Future *some[] = { named(sleeps, NULL, "ada"), named(ends, NULL, "bob") }, *next;
	AsCompleted it = { .futures = some, .n = 2 };

	while (as_completed_next(&it, &next) == 1)
		succeeds(await(next, NULL));
	return 0;
}

static void show_as_completed(void)
{
	show(takes_them_as_they_come);
}

static void and_below_as_completed_those_that_have_not_come(void **state)
{
	assert_int_equal(run_child(show_as_completed), 0);
	forget_stack_sizes();
	assert_text(
		program_output,
		"  task 'main' waits for the next of 2 futures to be done, "
		"handed out: 1\n"
		"    (stack: N KiB)\n"
		"    task 'ada' waits for time to pass, 2.00 s more (stack: N KiB)\n");
}

TESTS(T(and_below_as_completed_those_that_have_not_come))
