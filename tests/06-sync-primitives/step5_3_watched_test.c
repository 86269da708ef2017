/* Step 6.5.3: what a trace tells of a barrier that is reset or aborted. */
#include "watching.h"

static Barrier barrier = { .parties = 2, .name = "bell" };

static void reset_and_abort_a_barrier(void)
{
	begin_to_watch();
	succeeds(barrier_reset(&barrier));
	succeeds(barrier_abort(&barrier));
	make_passes(1);
	end();
}

static void a_reset_and_an_abort_are_seen_in_a_trace(void **state)
{
	assert_told(reset_and_abort_a_barrier,
	            "outside of a pass: resets barrier 'bell': nobody waits; "
	            "outside of a pass: aborts barrier 'bell'; "
	            "outside of a pass: resets barrier 'bell': nobody waits");
}

TESTS(T(a_reset_and_an_abort_are_seen_in_a_trace))
