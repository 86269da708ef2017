/* Step 6.3.1: cancelled tasks return with the lock, and no notification is lost. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

static int waits(void *name, void **result)
{
	int status = lock_acquire(&lock);

	if (status < 0)
		return status;
	status = record(name, condition_wait(&condition));
	if (lock_release(&lock) < 0)
		trace("%s:unlocked", (char *)name);
	return status;
}

static void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
	assert_int_equal(waiting(&condition.waiters), n);
	assert_false(lock_locked(&lock));
}

static void a_cancelled_task_returns_with_the_lock(void **state)
{
	begin_with(2);
	task_cancel(kept[0]);
	assert_int_equal(waiting(&condition.waiters), 1);
	make_passes(1);
	assert_trace("1:ECANCELED@2");
	assert_true(future_cancelled(kept[0]));
	assert_false(lock_locked(&lock));
	end();
}

static void a_cancelled_task_waits_for_the_lock(void **state)
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

/* n tasks wait; the first one is notified, and waits for the lock. */
static void begin_relocking(size_t n)
{
	begin_with(n);
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify(&condition, 1), 0);
	make_passes(1);
	assert_int_equal(waiting(&lock.waiters), 1);
	assert_int_equal(waiting(&condition.waiters), n - 1);
}

static void a_notified_task_that_is_cancelled_waits_for_the_lock(void **state)
{
	begin_relocking(1);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("");
	assert_int_equal(waiting(&lock.waiters), 1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ECANCELED@6");
	assert_false(lock_locked(&lock));
	end();
}

static void a_task_that_is_cancelled_five_times_returns_one_ECANCELED(void **state)
{
	begin_relocking(1);
	for (int i = 0; i < 3; i++) {
		task_cancel(kept[0]);
		make_passes(1);
		assert_int_equal(waiting(&lock.waiters), 1);
	}
	task_cancel(kept[0]);
	task_cancel(kept[0]);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@6");
	assert_false(lock_locked(&lock));
	end();
}

static void cancelled_while_the_lock_is_reserved_for_it_a_task_waits_again(void **state)
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

static void the_notification_of_a_task_cancelled_in_the_gap_is_passed_on(void **state)
{
	begin_with(3);
	notify(1);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@3");
	assert_int_equal(waiting(&condition.waiters), 1);
	end();
}

static void the_notification_of_a_task_cancelled_at_the_lock_is_passed_on(void **state)
{
	begin_relocking(3);
	task_cancel(kept[0]);
	make_passes(1);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@4 2:ok@5");
	assert_int_equal(waiting(&condition.waiters), 1);
	end();
}

static void two_notifications_of_two_cancelled_tasks_go_to_two_others(void **state)
{
	begin_with(5);
	notify(2);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(4);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3 4:ok@3");
	assert_int_equal(waiting(&condition.waiters), 1);
	end();
}

static void a_task_that_is_cancelled_without_a_notification_takes_none_away(void **state)
{
	begin_with(3);
	task_cancel(kept[0]);
	make_passes(3);
	/* Another task may return, as in CPython, or none, as here. */
	assert_int_equal(strncmp(traced(), "1:ECANCELED@2", 13), 0);
	notify(2);
	make_passes(2);
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_non_null(strstr(traced(), "2:ok"));
	assert_non_null(strstr(traced(), "3:ok"));
	end();
}

static int waits_at_most(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(lock_acquire(&lock));
	succeeds(timeout_enter(&timeout, 0.1));
	record(name, timeout_exit(&timeout, condition_wait(&condition)));
	trace("%s", lock_locked(&lock) ? "locked" : "unlocked");
	return lock_release(&lock);
}

static int wait_on(void *unused, void **result)
{
	return condition_wait(&condition);
}

/* The waiting task acquires the lock again, and the task around it releases it. */
static int waits_for_a_task(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, asyncio_wait_for(asyncio_create_task(wait_on, NULL), 0.1, NULL));
	trace("%s", lock_locked(&lock) ? "locked" : "unlocked");
	return lock_release(&lock);
}

static void a_task_whose_wait_has_timed_out_has_the_lock(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_at_most, "1"), 0);
	forget_trace();
	assert_int_equal(coroutine_status(waits_for_a_task, "2"), 0);
	assert_int_equal(strncmp(traced(), "2:ETIMEDOUT@", 12), 0);
	assert_non_null(strstr(traced(), " locked"));
	assert_false(lock_locked(&lock));
	assert_int_equal(waiting(&condition.waiters), 0);
	end();
}

TESTS(T(a_cancelled_task_returns_with_the_lock), T(a_cancelled_task_waits_for_the_lock),
      T(a_notified_task_that_is_cancelled_waits_for_the_lock),
      T(a_task_that_is_cancelled_five_times_returns_one_ECANCELED),
      T(cancelled_while_the_lock_is_reserved_for_it_a_task_waits_again),
      T(the_notification_of_a_task_cancelled_in_the_gap_is_passed_on),
      T(the_notification_of_a_task_cancelled_at_the_lock_is_passed_on),
      T(two_notifications_of_two_cancelled_tasks_go_to_two_others),
      T(a_task_that_is_cancelled_without_a_notification_takes_none_away),
      T(a_task_whose_wait_has_timed_out_has_the_lock))
