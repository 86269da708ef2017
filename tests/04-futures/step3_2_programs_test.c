/* Rung 4.3.2: the program that hears bad news. */
#include "programs.h"

/* What becomes of the slow task is tested in the steps that follow. */
static void bad_news_is_heard_sooner_from_a_gather(void **state)
{
	run_virtual("bad_news");
	assert_printed("in order: heard after 10 s, tasks left: 0\n"
	               "gathered: heard after 1 s, tasks left: 1\n");
	assert_answers_for_its_arguments("bad_news");
}

TESTS(T(bad_news_is_heard_sooner_from_a_gather))
