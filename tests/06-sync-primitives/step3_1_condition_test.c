/* Step 6.3.1: tasks wait for a notification, and hold a lock before and after. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

/* Waits, and records if the lock is not locked afterwards. */
static int waits(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	int status = record(name, condition_wait(&condition));
	if (!lock_locked(&lock))
		trace("%s:unlocked", (char *)name);
	lock_release(&lock);
	return status;
}

/* n tasks wait for a notification after the first pass; the lock is free. */
static void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
	assert_int_equal(waiting(&condition.waiters), n);
	assert_false(lock_locked(&lock));
	forget_trace();
}

static void notify(size_t n)
{
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify(&condition, n), 0);
	assert_int_equal(lock_release(&lock), 0);
}

static int waits_without_the_lock(void *name, void **result)
{
	return record(name, condition_wait(&condition));
}

static void without_a_locked_lock_wait_and_notify_are_EPERM(void **state)
{
	Condition nothing = { 0 };

	begin();
	start(waits_without_the_lock, "1");
	make_passes(1);
	assert_trace("1:EPERM@1");
	end();
	assert_int_equal(condition_wait(&condition), -EPERM);
	assert_int_equal(condition_notify(&condition, 1), -EPERM);
	assert_int_equal(condition_notify_all(&condition), -EPERM);
	assert_int_equal(condition_wait(&nothing), -EPERM);
	assert_int_equal(condition_notify(&nothing, 0), -EPERM);
	assert_int_equal(condition_notify_all(&nothing), -EPERM);
	assert_false(lock_locked(&lock));
}

static void wait_releases_the_lock_and_acquires_it_again(void **state)
{
	begin_with(1);
	notify(1);
	make_passes(1);
	assert_trace("1:ok@2");
	assert_false(lock_locked(&lock));
	end();
}

static void notify_wakes_the_tasks_that_have_waited_longest(void **state)
{
	begin_with(6);
	notify(0);
	make_passes(2);
	assert_trace("");
	notify(2);
	make_passes(3);
	assert_trace("1:ok@4 2:ok@4");
	succeeds(lock_acquire(&lock));
	assert_int_equal(condition_notify_all(&condition), 0);
	lock_release(&lock);
	make_passes(4);
	assert_trace("1:ok@4 2:ok@4 3:ok@7 4:ok@7 5:ok@7 6:ok@7");
	notify(100);
	end();
}

/* Holds the lock for a pass. */
static int waits_and_keeps_the_lock(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, condition_wait(&condition));
	succeeds(asyncio_sleep(0));
	return lock_release(&lock);
}

static void notified_tasks_return_one_after_the_other_with_the_lock(void **state)
{
	begin();
	start_all(waits_and_keeps_the_lock, three, 3);
	make_passes(1);
	notify(2);
	notify(1);
	make_passes(8);
	assert_trace("1:ok@2 2:ok@4 3:ok@6");
	assert_false(lock_locked(&lock));
	end();
}

static void a_notification_for_which_no_task_waits_is_forgotten(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	assert_int_equal(condition_notify(&condition, 3), 0);
	assert_int_equal(condition_notify_all(&condition), 0);
	lock_release(&lock);
	start(waits, "1");
	make_passes(5);
	assert_trace("1:ok@1");
	assert_int_equal(waiting(&condition.waiters), 1);
	end();
}

static void no_notified_task_returns_before_the_lock_is_released(void **state)
{
	begin_with(2);
	succeeds(lock_acquire(&lock));
	condition_notify_all(&condition);
	make_passes(3);
	assert_trace("");
	assert_int_equal(waiting(&lock.waiters), 2);
	lock_release(&lock);
	make_passes(2);
	assert_trace("1:ok@5 2:ok@6");
	end();
}

static int acquires(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	return lock_release(&lock);
}

static void a_task_that_already_waited_for_the_lock_gets_it_first(void **state)
{
	begin_with(1);
	succeeds(lock_acquire(&lock));
	start(acquires, "first");
	make_passes(1);
	condition_notify(&condition, 1);
	make_passes(1);
	lock_release(&lock);
	make_passes(2);
	assert_trace("first:ok@4 1:ok@5");
	end();
}

static int notifies(void *name, void **result)
{
	return record(name, condition_notify(&condition, 1));
}

static void a_task_may_notify_if_another_task_holds_the_lock(void **state)
{
	begin_with(1);
	succeeds(lock_acquire(&lock));
	start(notifies, "notifies");
	make_passes(1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("notifies:ok@2 1:ok@3");
	end();
}

static Condition second = { .lock = &lock };

static int waits_for_the_second(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, condition_wait(&second));
	return lock_release(&lock);
}

static void two_conditions_may_share_a_lock(void **state)
{
	begin_with(2);
	start(waits_for_the_second, "3");
	make_passes(1);
	succeeds(lock_acquire(&lock));
	condition_notify_all(&second);
	assert_int_equal(waiting(&condition.waiters), 2);
	assert_int_equal(waiting(&second.waiters), 0);
	make_passes(2);
	assert_trace("");
	lock_release(&lock);
	make_passes(3);
	assert_trace("3:ok@5");
	notify(2);
	make_passes(2);
	assert_trace("3:ok@5 1:ok@8 2:ok@8");
	end();
}

TESTS(T(without_a_locked_lock_wait_and_notify_are_EPERM),
      T(wait_releases_the_lock_and_acquires_it_again),
      T(notify_wakes_the_tasks_that_have_waited_longest),
      T(notified_tasks_return_one_after_the_other_with_the_lock),
      T(a_notification_for_which_no_task_waits_is_forgotten),
      T(no_notified_task_returns_before_the_lock_is_released),
      T(a_task_that_already_waited_for_the_lock_gets_it_first),
      T(a_task_may_notify_if_another_task_holds_the_lock),
      T(two_conditions_may_share_a_lock))
