/* Step 6.3: wait for a notice, with a lock around it. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

/* Waits, and says whether it has the lock then. */
static int waits(void *name, void **result)
{
	tell(name, lock_acquire(&lock));
	int status = tell(name, condition_wait(&condition));
	if (!lock_locked(&lock))
		trace("%s:unlocked", (char *)name);
	lock_release(&lock);
	return status;
}

/* Those in line wait for a notice, in the first pass; the lock is free. */
static void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
	assert_int_equal(line_length(&condition.waiters), n);
	assert_false(lock_locked(&lock));
	forget_trace();
}

static void notify(size_t n)
{
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify(&condition, n), 0);
	assert_int_equal(lock_release(&lock), 0);
}

static bool never(void *unused)
{
	return false;
}

static void without_the_lock_nothing_goes(void **state)
{
	Condition nothing = { 0 };

	assert_int_equal(condition_wait(&condition), -EPERM);
	assert_int_equal(condition_notify(&condition, 1), -EPERM);
	assert_int_equal(condition_notify_all(&condition), -EPERM);
	assert_int_equal(condition_wait_for(&condition, never, NULL), -EPERM);
	assert_int_equal(condition_wait(&nothing), -EPERM);
	assert_int_equal(condition_notify(&nothing, 0), -EPERM);
	assert_int_equal(condition_notify_all(&nothing), -EPERM);
	assert_false(lock_locked(&lock));
}

static void who_waits_lets_go_of_the_lock_and_has_it_again_afterwards(void **state)
{
	begin_with(1);
	notify(1);
	make_passes(1);
	assert_trace("1:ok@2");
	assert_false(lock_locked(&lock));
	end();
}

static void notify_wakes_those_who_wait_longest(void **state)
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

/* Keeps the lock for a pass. */
static int waits_and_keeps_it(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	tell(name, condition_wait(&condition));
	succeeds(asyncio_sleep(0));
	return lock_release(&lock);
}

static void they_return_one_after_the_other_with_the_lock(void **state)
{
	begin();
	start_all(waits_and_keeps_it, three, 3);
	make_passes(1);
	notify(2);
	notify(1);
	make_passes(8);
	assert_trace("1:ok@2 2:ok@4 3:ok@6");
	assert_false(lock_locked(&lock));
	end();
}

static void a_notice_that_nobody_waits_for_is_not_kept(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	assert_int_equal(condition_notify(&condition, 3), 0);
	assert_int_equal(condition_notify_all(&condition), 0);
	lock_release(&lock);
	start(waits, "1");
	make_passes(5);
	assert_trace("1:ok@1");
	assert_int_equal(line_length(&condition.waiters), 1);
	end();
}

static void nobody_returns_before_the_lock_is_released(void **state)
{
	begin_with(2);
	succeeds(lock_acquire(&lock));
	condition_notify_all(&condition);
	make_passes(3);
	assert_trace("");
	assert_int_equal(line_length(&lock.waiters), 2);
	lock_release(&lock);
	make_passes(2);
	assert_trace("1:ok@5 2:ok@6");
	end();
}

static int acquires(void *name, void **result)
{
	tell(name, lock_acquire(&lock));
	return lock_release(&lock);
}

static void who_stood_in_line_for_the_lock_comes_first(void **state)
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

static int asked;

static bool is_enough(void *number)
{
	asked++;
	trace("%d%s", *(int *)number, lock_locked(&lock) ? "" : "!");
	return *(int *)number >= 3;
}

static int waits_for_three(void *number, void **result)
{
	succeeds(lock_acquire(&lock));
	tell("three", condition_wait_for(&condition, is_enough, number));
	return lock_release(&lock);
}

static void wait_for_asks_again_after_each_notice_with_the_lock(void **state)
{
	int number = 1;

	begin();
	kept[n_kept++] = new_task(waits_for_three, &number);
	make_passes(1);
	for (number = 2; number <= 4; number++) {
		notify(1);
		make_passes(1);
	}
	assert_trace("1 2 3 three:ok@3");
	assert_int_equal(asked, 3);
	end();
}

static void wait_for_what_is_so_already_needs_no_lock(void **state)
{
	int number = 3;

	assert_int_equal(condition_wait_for(&condition, is_enough, &number), 0);
	assert_int_equal(asked, 1);
	assert_trace("3!");
}

static int notifies(void *name, void **result)
{
	return tell(name, condition_notify(&condition, 1));
}

static void who_does_not_have_the_lock_may_notify_if_somebody_has(void **state)
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
	tell(name, condition_wait(&second));
	return lock_release(&lock);
}

static void two_conditions_may_share_a_lock(void **state)
{
	begin_with(2);
	start(waits_for_the_second, "3");
	make_passes(1);
	succeeds(lock_acquire(&lock));
	condition_notify_all(&second);
	assert_int_equal(line_length(&condition.waiters), 2);
	assert_int_equal(line_length(&second.waiters), 0);
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

TESTS(T(without_the_lock_nothing_goes),
      T(who_waits_lets_go_of_the_lock_and_has_it_again_afterwards),
      T(notify_wakes_those_who_wait_longest),
      T(they_return_one_after_the_other_with_the_lock),
      T(a_notice_that_nobody_waits_for_is_not_kept),
      T(nobody_returns_before_the_lock_is_released),
      T(who_stood_in_line_for_the_lock_comes_first),
      T(wait_for_asks_again_after_each_notice_with_the_lock),
      T(wait_for_what_is_so_already_needs_no_lock),
      T(who_does_not_have_the_lock_may_notify_if_somebody_has),
      T(two_conditions_may_share_a_lock))
