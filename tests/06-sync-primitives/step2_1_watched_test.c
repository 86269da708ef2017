/* Step 6.2.1: what a trace tells of a lock. */
#include "watching.h"

static Lock lock = { .name = "bell" };

static int holds(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	succeeds(asyncio_sleep(0));
	return lock_release(&lock);
}

static void hand_a_lock_over(void)
{
	begin_to_watch();
	start(holds, "1");
	start(holds, "2");
	make_passes(5);
	end();
}

static void a_lock_that_is_handed_over_is_seen_in_a_trace(void **state)
{
	assert_told(hand_a_lock_over, "acquires lock 'bell'; waits for lock 'bell'; "
	                              "releases lock 'bell'; reserves lock 'bell' for 2; "
	                              "has lock 'bell'; releases lock 'bell'");
}

static int wakes_without_reserving(void *unused, void **result)
{
	waiters_wake(&lock.waiters);
	return 0;
}

/* The third task wakes the second one, as a lock does that forgets to reserve itself. */
static void wake_a_task_for_nothing(void)
{
	begin_to_watch();
	start(holds, "1");
	start(holds, "2");
	start(wakes_without_reserving, "3");
	make_passes(5);
	end();
}

static void a_lock_that_is_not_reserved_is_not_said_to_be(void **state)
{
	assert_told(wake_a_task_for_nothing,
	            "acquires lock 'bell'; waits for lock 'bell'; "
	            "releases lock 'bell'; has lock 'bell'; releases lock 'bell'");
}

TESTS(T(a_lock_that_is_handed_over_is_seen_in_a_trace),
      T(a_lock_that_is_not_reserved_is_not_said_to_be))
