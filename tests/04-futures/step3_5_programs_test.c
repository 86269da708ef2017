/* Rung 4.3.5: the program that takes them as they come. */
#include "programs.h"

static void as_completed_takes_them_as_they_come(void **state)
{
	assert_program(
		"as_completed",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\ndone with phase 2\n"
		"received answer 'phase 2 result'\ndone with phase 1\n"
		"received answer 'phase 1 result'\ndone with phase 0\n"
		"received answer 'phase 0 result'\n"
		"results: ['phase 2 result', 'phase 1 result', 'phase 0 result']\n");
	assert_prints(
		"as_completed --phases 7",
		"starting main\nwaiting for phases to complete\nin phase 0\n"
		"in phase 1\nin phase 2\nin phase 3\nin phase 4\nin phase 5\n"
		"in phase 6\ndone with phase 5\ndone with phase 6\n"
		"received answer 'phase 5 result'\nreceived answer 'phase 6 result'\n"
		"done with phase 4\nreceived answer 'phase 4 result'\n"
		"done with phase 3\nreceived answer 'phase 3 result'\n"
		"done with phase 2\nreceived answer 'phase 2 result'\n"
		"done with phase 1\nreceived answer 'phase 1 result'\n"
		"done with phase 0\nreceived answer 'phase 0 result'\n"
		"results: ['phase 5 result', 'phase 6 result', 'phase 4 result', 'phase "
		"3 result', 'phase 2 result', 'phase 1 result', 'phase 0 result']\n");
	assert_refuses("as_completed --phases many");
}

TESTS(T(as_completed_takes_them_as_they_come))
