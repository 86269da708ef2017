/* Step 4.5: the programs that end with a group, and that wait for datagrams. */
#include "programs.h"

#include <sys/resource.h>

static void bad_news_leaves_nobody_behind_in_a_group(void **state)
{
	assert_prints("bad_news",
	              "in order: heard after 10 s, tasks left: 0\n"
	              "gathered: heard after 1 s, tasks left: 1\n"
	              "task 'slow' was still running when main returned: it is "
	              "cancelled\n"
	              "in a group: heard after 1 s, tasks left: 0\n");
}

/* While nothing waits yet the program asks for ever. */
static void a_datagram_that_is_lost_is_sent_again(void **state)
{
	const struct rlimit seconds = { 5, 5 };

	setrlimit(RLIMIT_CPU, &seconds);
	assert_prints("udp_echo", "server: loses 'ada'\n"
	                          "client: asks again after 1 s\n"
	                          "server: loses 'ada'\n"
	                          "client: asks again after 2 s\n"
	                          "client: has 'ada'\n"
	                          "client: has 'bob'\n");
}

TESTS(T(bad_news_leaves_nobody_behind_in_a_group),
      T(a_datagram_that_is_lost_is_sent_again))
