/* Step 6.5.2: three tasks begin each lap together, at a naive barrier and at a
 * Barrier. */
#include "../04-futures/programs.h"
#include "thread_count.h"

static void a_naive_barrier_lets_one_task_run_ahead_and_a_barrier_does_not(void **state)
{
	needs_thread_count();
	assert_int_equal(run_virtual("naive_barrier"), 1);
	assert_printed("cyd begins lap 1\ncyd begins lap 2\ncyd begins lap 3\n"
	               "ada begins lap 1\nbob begins lap 1\n");
	assert_printed("task 'ada' waits for a naive barrier");
	assert_prints("naive_barrier --barrier", "cyd begins lap 1\n"
	                                         "ada begins lap 1\n"
	                                         "bob begins lap 1\n"
	                                         "ada begins lap 2\n"
	                                         "bob begins lap 2\n"
	                                         "cyd begins lap 2\n"
	                                         "bob begins lap 3\n"
	                                         "cyd begins lap 3\n"
	                                         "ada begins lap 3\n");
	assert_answers_for_its_arguments("naive_barrier");
}

TESTS(T(a_naive_barrier_lets_one_task_run_ahead_and_a_barrier_does_not))
