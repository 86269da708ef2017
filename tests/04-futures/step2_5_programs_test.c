/* Rung 4.2.5: the program whose tasks wait for each other. */
#include "programs.h"
#include "reported.h"

static void deadlock_says_who_waits_for_whom(void **state)
{
	char end[80]; /* in the words of this libc */

	snprintf(end, sizeof end, "\ndeadlock: %s\n", strerror(EDEADLK));
	assert_int_equal(run_virtual("deadlock"), 1);
	forget_stack_sizes();
	assert_printed("deadlock: nothing can wake any of these any more\n"
	               "  task 'main' waits for task 'ada' (stack: N KiB)\n"
	               "    +-> task 'ada' waits for task 'bob' (stack: N KiB)\n"
	               "    |     task 'bob' waits for task 'ada' (stack: N KiB) -+\n"
	               "    +-----------------------------------------------------+\n");
	assert_printed(end);
	assert_answers_for_its_arguments("deadlock");
}

TESTS(T(deadlock_says_who_waits_for_whom))
