/* Step 6.3: nobody comes back without the lock, and no notice is lost. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

static int waits(void *name, void **result)
{
	int status = lock_acquire(&lock);

	if (status < 0)
		return status;
	status = tell(name, condition_wait(&condition));
	if (lock_release(&lock) < 0)
		trace("%s:unlocked", (char *)name);
	return status;
}

static void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
	assert_int_equal(line_length(&condition.waiters), n);
	assert_false(lock_locked(&lock));
}

static void who_is_cancelled_has_the_lock(void **state)
{
	begin_with(2);
	task_cancel(kept[0]);
	assert_int_equal(line_length(&condition.waiters), 1);
	make_passes(1);
	assert_trace("1:ECANCELED@2");
	assert_true(future_cancelled(kept[0]));
	assert_false(lock_locked(&lock));
	end();
}

static void who_is_cancelled_waits_for_the_lock(void **state)
{
	begin_with(1);
	assert_int_equal(lock_acquire(&lock), 0);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("");
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ECANCELED@5");
	assert_false(lock_locked(&lock));
	end();
}

/* The first of them has been notified and stands in line for the lock. */
static void begin_relocking(size_t n)
{
	begin_with(n);
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify(&condition, 1), 0);
	make_passes(1);
	assert_int_equal(line_length(&lock.waiters), 1);
	assert_int_equal(line_length(&condition.waiters), n - 1);
}

static void nor_does_who_is_cancelled_after_the_notice_return_without_it(void **state)
{
	begin_relocking(1);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("");
	assert_int_equal(line_length(&lock.waiters), 1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ECANCELED@6");
	assert_false(lock_locked(&lock));
	end();
}

static void cancelled_again_and_again_it_hears_of_it_once(void **state)
{
	begin_relocking(1);
	for (int i = 0; i < 3; i++) {
		task_cancel(kept[0]);
		make_passes(1);
		assert_int_equal(line_length(&lock.waiters), 1);
	}
	task_cancel(kept[0]);
	task_cancel(kept[0]);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@6");
	assert_false(lock_locked(&lock));
	end();
}

static void cancelled_when_it_was_given_the_lock_it_asks_for_it_again(void **state)
{
	begin_relocking(1);
	lock_release(&lock);
	task_cancel(kept[0]);
	make_passes(2);
	assert_trace("1:ECANCELED@3");
	assert_false(lock_locked(&lock));
	end();
}

static void notify(size_t n)
{
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify(&condition, n), 0);
	assert_int_equal(lock_release(&lock), 0);
}

static void the_notice_of_one_cancelled_before_it_ran_is_another_s(void **state)
{
	begin_with(3);
	notify(1);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@3");
	assert_int_equal(line_length(&condition.waiters), 1);
	end();
}

static void and_of_one_cancelled_while_it_waits_for_the_lock(void **state)
{
	begin_relocking(3);
	task_cancel(kept[0]);
	make_passes(1);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@4 2:ok@5");
	assert_int_equal(line_length(&condition.waiters), 1);
	end();
}

static void two_notices_and_two_cancelled_are_two_others(void **state)
{
	begin_with(5);
	notify(2);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(4);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3 4:ok@3");
	assert_int_equal(line_length(&condition.waiters), 1);
	end();
}

static void one_cancelled_without_a_notice_takes_none_away(void **state)
{
	begin_with(3);
	task_cancel(kept[0]);
	make_passes(3);
	/* Another one may return, as in CPython, or none, as here. */
	assert_int_equal(strncmp(traced(), "1:ECANCELED@2", 13), 0);
	notify(2);
	make_passes(2);
	assert_int_equal(line_length(&condition.waiters), 0);
	assert_non_null(strstr(traced(), "2:ok"));
	assert_non_null(strstr(traced(), "3:ok"));
	end();
}

static int waits_at_most(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(lock_acquire(&lock));
	succeeds(timeout_enter(&timeout, 0.1));
	tell(name, timeout_exit(&timeout, condition_wait(&condition)));
	trace("%s", lock_locked(&lock) ? "locked" : "unlocked");
	return lock_release(&lock);
}

static int wait_on(void *unused, void **result)
{
	return condition_wait(&condition);
}

/* The task that waits gives the lock back to the block around it, as it had found it. */
static int waits_for_a_task(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	tell(name, asyncio_wait_for(asyncio_create_task(wait_on, NULL), 0.1, NULL));
	trace("%s", lock_locked(&lock) ? "locked" : "unlocked");
	return lock_release(&lock);
}

static void who_has_waited_for_long_enough_has_the_lock(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_at_most, "1"), 0);
	forget_trace();
	assert_int_equal(coroutine_status(waits_for_a_task, "2"), 0);
	assert_int_equal(strncmp(traced(), "2:ETIMEDOUT@", 12), 0);
	assert_non_null(strstr(traced(), " locked"));
	assert_false(lock_locked(&lock));
	assert_int_equal(line_length(&condition.waiters), 0);
	end();
}

TESTS(T(who_is_cancelled_has_the_lock), T(who_is_cancelled_waits_for_the_lock),
      T(nor_does_who_is_cancelled_after_the_notice_return_without_it),
      T(cancelled_again_and_again_it_hears_of_it_once),
      T(cancelled_when_it_was_given_the_lock_it_asks_for_it_again),
      T(the_notice_of_one_cancelled_before_it_ran_is_another_s),
      T(and_of_one_cancelled_while_it_waits_for_the_lock),
      T(two_notices_and_two_cancelled_are_two_others),
      T(one_cancelled_without_a_notice_takes_none_away),
      T(who_has_waited_for_long_enough_has_the_lock))
