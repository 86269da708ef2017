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

static int waits_after_a_request(void *name, void **result)
{
	succeeds(semaphore_acquire(&semaphore));
	task_cancel(asyncio_current_task());
	int error = semaphore_acquire(&semaphore);
	semaphore_release(&semaphore);
	return error;
}

static void a_wait_that_a_request_has_ended_already_is_for_a_semaphore(void **state)
{
	assert_told_of_a_wait_in_vain(waits_after_a_request, "semaphore");
}

/* Task 2 is woken, as by a semaphore that forgets to reserve a permit. */
static void wake_a_task_for_nothing(void)
{
	begin_to_watch();
	start(holds, "1");
	start(holds, "2");
	make_passes(1);
	waiters_wake(&semaphore.waiters);
	make_passes(1);
	fflush(stdout);
	_Exit(0);
}

static void a_permit_that_is_not_reserved_is_not_said_to_be(void **state)
{
	assert_int_equal(run_child(wake_a_task_for_nothing), 0);
	assert_printed("waits for semaphore 'bell'");
	assert_null(strstr(program_output, "reserves"));
}

TESTS(T(a_permit_that_is_handed_over_is_seen_in_a_trace),
      T(a_wait_that_a_request_has_ended_already_is_for_a_semaphore),
      T(a_permit_that_is_not_reserved_is_not_said_to_be))
