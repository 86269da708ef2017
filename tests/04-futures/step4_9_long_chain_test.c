/* Rung 4.4.9: a long chain that is left over ends in time. */
#include "chains.h"

#include <time.h>

static void leaves_a_long_chain(void)
{
	int n = TEN_THOUSAND;
	clock_t began = clock();

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	int status = asyncio_run(leaves_a_chain, &n, NULL);
	rewind(stderr); /* over what was said of each of them */
	printf("%s in %d\n", why(status), (int)((clock() - began) / CLOCKS_PER_SEC));
}

static void a_long_chain_that_is_left_over_ends_in_time(void **state)
{
	int seconds = 99;

	assert_int_equal(run_child(leaves_a_long_chain), 0);
	assert_int_equal(sscanf(program_output, "ok in %d", &seconds), 1);
	assert_printed("was still running when main returned");
	assert_below(seconds, 3);
}

TESTS(T(a_long_chain_that_is_left_over_ends_in_time))
