/* Step 6.5.1: what a trace tells of a round of a barrier. */
#include "watching.h"

static Barrier barrier = { .parties = 2, .name = "bell" };

static int waits(void *name, void **result)
{
	succeeds(barrier_wait(&barrier));
	return 0;
}

static void make_a_round(void)
{
	begin_to_watch();
	start_all(waits, three, 2);
	make_passes(2);
	end();
}

static void a_round_is_seen_in_a_trace(void **state)
{
	assert_told(make_a_round, "arrives at barrier 'bell'; waits for barrier 'bell'; "
	                          "arrives at barrier 'bell'");
}

TESTS(T(a_round_is_seen_in_a_trace))
