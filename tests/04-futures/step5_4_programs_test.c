/* Rung 4.5.4: the program that waits for datagrams. */
#include "programs.h"

#include <sys/resource.h>

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

TESTS(T(a_datagram_that_is_lost_is_sent_again))
