/* Step 6.4.1: its program. */
#include "../04-futures/programs.h"

static void semaphore_never_has_more_than_two_at_once(void **state)
{
	assert_program("semaphore", "0.0 s: download 0 begins\n"
	                            "0.0 s: download 1 begins\n"
	                            "1.0 s: download 0 ends\n"
	                            "1.0 s: download 2 begins\n"
	                            "2.0 s: download 1 ends\n"
	                            "2.0 s: download 2 ends\n"
	                            "2.0 s: download 3 begins\n"
	                            "2.0 s: download 4 begins\n"
	                            "3.0 s: download 4 ends\n"
	                            "3.0 s: download 5 begins\n"
	                            "4.0 s: download 3 ends\n"
	                            "5.0 s: download 5 ends\n");
}

static void semaphore_takes_any_number_of_permits(void **state)
{
	assert_prints("semaphore --downloads 3 --at-once 1", "0.0 s: download 0 begins\n"
	                                                     "1.0 s: download 0 ends\n"
	                                                     "1.0 s: download 1 begins\n"
	                                                     "3.0 s: download 1 ends\n"
	                                                     "3.0 s: download 2 begins\n"
	                                                     "4.0 s: download 2 ends\n");
	assert_int_equal(run_virtual("semaphore --downloads 100 --at-once 100"), 0);
	assert_printed("2.0 s: download 99 ends\n");
	assert_refuses("semaphore --downloads 0");
	assert_refuses("semaphore --downloads 1001");
	assert_refuses("semaphore --at-once 0");
	assert_refuses("semaphore --at-once -1");
}

TESTS(T(semaphore_never_has_more_than_two_at_once),
      T(semaphore_takes_any_number_of_permits))
