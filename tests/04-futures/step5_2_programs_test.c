/* Rung 4.5.2: the program that ends with a group. */
#include "programs.h"

static void bad_news_leaves_nobody_behind_in_a_group(void **state)
{
	assert_prints("bad_news",
	              "in order: heard after 10 s, tasks left: 0\n"
	              "gathered: heard after 1 s, tasks left: 1\n"
	              "task 'slow' was still running when main returned: it is "
	              "cancelled\n"
	              "in a group: heard after 1 s, tasks left: 0\n");
}

TESTS(T(bad_news_leaves_nobody_behind_in_a_group))
