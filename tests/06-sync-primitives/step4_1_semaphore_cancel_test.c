/* Step 6.4.1: the permit that was reserved for a cancelled task goes to another task. */
#include "sync.h"

static Semaphore semaphore;

static int acquires(void *name, void **result)
{
	return record(name, semaphore_acquire(&semaphore));
}

static void begin_with(size_t n)
{
	begin();
	start_all(acquires, six, n);
	make_passes(1);
	assert_int_equal(waiting(&semaphore.waiters), n);
}

static void a_cancelled_task_takes_no_permit_and_the_order_stays(void **state)
{
	begin_with(4);
	task_cancel(kept[1]);
	assert_int_equal(waiting(&semaphore.waiters), 3);
	make_passes(1);
	assert_int_equal(semaphore.value, 0);
	for (int i = 0; i < 3; i++) {
		semaphore_release(&semaphore);
		make_passes(1);
	}
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@4 4:ok@5");
	end();
}

static void two_are_cancelled_then_a_permit_is_released_for_the_third(void **state)
{
	begin_with(4);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	semaphore_release(&semaphore);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@2");
	assert_int_equal(waiting(&semaphore.waiters), 1);
	end();
}

static void a_permit_is_released_then_two_are_cancelled_for_the_third(void **state)
{
	begin_with(4);
	semaphore_release(&semaphore);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3");
	assert_int_equal(waiting(&semaphore.waiters), 1);
	end();
}

static void the_permit_of_a_cancelled_task_goes_to_the_next_or_is_free(void **state)
{
	begin_with(2);
	semaphore_release(&semaphore);
	task_cancel(kept[0]);
	make_passes(1);
	task_cancel(kept[1]);
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ECANCELED@3");
	assert_int_equal(semaphore.value, 1);
	assert_false(semaphore_locked(&semaphore));
	assert_int_equal(semaphore_acquire(&semaphore), 0);
	end();
}

static void all_waiters_are_cancelled_and_a_free_permit_is_taken_at_once(void **state)
{
	begin_with(2);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	semaphore_release(&semaphore);
	assert_false(semaphore_locked(&semaphore));
	assert_int_equal(semaphore_acquire(&semaphore), 0);
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2");
	assert_int_equal(semaphore.value, 0);
	end();
}

static int waits_until_timeout(void *name, void **result)
{
	for (int i = 0; i < 5; i++) {
		Timeout timeout = { 0 };
		succeeds(timeout_enter(&timeout, 0.1));
		record(name, timeout_exit(&timeout, semaphore_acquire(&semaphore)));
	}
	return 0;
}

static void a_task_whose_wait_has_timed_out_has_no_permit(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_until_timeout, "1"), 0);
	assert_non_null(strstr(traced(), "ETIMEDOUT"));
	assert_null(strstr(traced(), "ok"));
	assert_int_equal(waiting(&semaphore.waiters), 0);
	assert_int_equal(semaphore_release(&semaphore), 0);
	assert_int_equal(semaphore.value, 1);
	assert_false(semaphore_locked(&semaphore));
	end();
}

TESTS(T(a_cancelled_task_takes_no_permit_and_the_order_stays),
      T(two_are_cancelled_then_a_permit_is_released_for_the_third),
      T(a_permit_is_released_then_two_are_cancelled_for_the_third),
      T(the_permit_of_a_cancelled_task_goes_to_the_next_or_is_free),
      T(all_waiters_are_cancelled_and_a_free_permit_is_taken_at_once),
      T(a_task_whose_wait_has_timed_out_has_no_permit))
