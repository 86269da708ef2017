/* Step 6.4: a permit that was handed to who is called off is somebody else's. */
#include "sync.h"

static Semaphore semaphore;

static int acquires(void *name, void **result)
{
	return tell(name, semaphore_acquire(&semaphore));
}

static void begin_with(size_t n)
{
	begin();
	start_all(acquires, six, n);
	make_passes(1);
	assert_int_equal(line_length(&semaphore.waiters), n);
}

static void who_is_cancelled_takes_nothing_and_disturbs_nobody(void **state)
{
	begin_with(4);
	task_cancel(kept[1]);
	assert_int_equal(line_length(&semaphore.waiters), 3);
	make_passes(1);
	assert_int_equal(semaphore.value, 0);
	for (int i = 0; i < 3; i++) {
		semaphore_release(&semaphore);
		make_passes(1);
	}
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@4 4:ok@5");
	end();
}

static void two_cancelled_and_one_release_are_one_who_goes_on(void **state)
{
	begin_with(4);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	semaphore_release(&semaphore);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@2");
	assert_int_equal(line_length(&semaphore.waiters), 1);
	end();
}

static void so_are_one_release_and_two_cancelled(void **state)
{
	begin_with(4);
	semaphore_release(&semaphore);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3");
	assert_int_equal(line_length(&semaphore.waiters), 1);
	end();
}

static void the_permit_of_who_was_woken_goes_to_the_next_or_back(void **state)
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

static void all_cancelled_a_free_permit_is_taken_at_once(void **state)
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

static int waits_for_long_enough(void *name, void **result)
{
	for (int i = 0; i < 5; i++) {
		Timeout timeout = { 0 };
		succeeds(timeout_enter(&timeout, 0.1));
		tell(name, timeout_exit(&timeout, semaphore_acquire(&semaphore)));
	}
	return 0;
}

static void who_has_waited_for_long_enough_owns_nothing(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_for_long_enough, "1"), 0);
	assert_non_null(strstr(traced(), "ETIMEDOUT"));
	assert_null(strstr(traced(), "ok"));
	assert_int_equal(line_length(&semaphore.waiters), 0);
	assert_int_equal(semaphore_release(&semaphore), 0);
	assert_int_equal(semaphore.value, 1);
	assert_false(semaphore_locked(&semaphore));
	end();
}

static void a_closed_loop_leaves_the_permits_to_others(void **state)
{
	begin_with(3);
	semaphore_release(&semaphore);
	semaphore_release(&semaphore);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1 3:ECANCELED@1");
	assert_int_equal(semaphore.value, 2);
	assert_false(semaphore_locked(&semaphore));
	end();
}

TESTS(T(who_is_cancelled_takes_nothing_and_disturbs_nobody),
      T(two_cancelled_and_one_release_are_one_who_goes_on),
      T(so_are_one_release_and_two_cancelled),
      T(the_permit_of_who_was_woken_goes_to_the_next_or_back),
      T(all_cancelled_a_free_permit_is_taken_at_once),
      T(who_has_waited_for_long_enough_owns_nothing),
      T(a_closed_loop_leaves_the_permits_to_others))
