/* Step 6.4.1: what a trace tells of a semaphore. */
#include "watching.h"

static Semaphore semaphore = { .value = 1, .name = "bell" };

static int holds(void *name, void **result)
{
	succeeds(semaphore_acquire(&semaphore));
	succeeds(asyncio_sleep(0));
	return semaphore_release(&semaphore);
}

static void hand_a_permit_over(void)
{
	begin_to_watch();
	start(holds, "1");
	start(holds, "2");
	make_passes(5);
	end();
}

static void a_permit_that_is_handed_over_is_seen_in_a_trace(void **state)
{
	assert_told(hand_a_permit_over, "acquires a permit of semaphore 'bell'; "
	                                "waits for semaphore 'bell'; "
	                                "releases a permit of semaphore 'bell'; "
	                                "reserves a permit of semaphore 'bell' for 2; "
	                                "has a permit of semaphore 'bell'; "
	                                "releases a permit of semaphore 'bell'");
}

TESTS(T(a_permit_that_is_handed_over_is_seen_in_a_trace))
