/* Step 6.3.1: the program of the notes. */
#include "../04-futures/programs.h"

static void condition_prints_what_the_notes_print(void **state)
{
	assert_program("condition", "consumer 0 is waiting\n"
	                            "consumer 1 is waiting\n"
	                            "consumer 2 is waiting\n"
	                            "consumer 3 is waiting\n"
	                            "consumer 4 is waiting\n"
	                            "starting manipulate_condition\n"
	                            "notifying 1 consumers\n"
	                            "consumer 0 triggered\n"
	                            "ending consumer 0\n"
	                            "notifying 2 consumers\n"
	                            "consumer 1 triggered\n"
	                            "ending consumer 1\n"
	                            "consumer 2 triggered\n"
	                            "ending consumer 2\n"
	                            "notifying remaining consumers\n"
	                            "ending manipulate_condition\n"
	                            "consumer 3 triggered\n"
	                            "ending consumer 3\n"
	                            "consumer 4 triggered\n"
	                            "ending consumer 4\n");
}

static void condition_takes_any_number_of_consumers(void **state)
{
	assert_prints("condition --consumers 1", "consumer 0 is waiting\n"
	                                         "starting manipulate_condition\n"
	                                         "notifying 1 consumers\n"
	                                         "consumer 0 triggered\n"
	                                         "ending consumer 0\n"
	                                         "notifying 2 consumers\n"
	                                         "notifying remaining consumers\n"
	                                         "ending manipulate_condition\n");
	assert_int_equal(run_virtual("condition --consumers 100"), 0);
	assert_printed("ending consumer 99\n");
	assert_refuses("condition --consumers 0");
	assert_refuses("condition --consumers 1001");
	assert_refuses("condition --consumers many");
	assert_refuses("condition --consumers");
}

TESTS(T(condition_prints_what_the_notes_print),
      T(condition_takes_any_number_of_consumers))
