/* Step 6.3.1: calls that cannot wait. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

static int acquires(void *name, void **result)
{
	return record(name, lock_acquire(&lock));
}

static int waits(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, condition_wait(&condition));
	return record(name, lock_release(&lock));
}

static void a_caller_that_cannot_wait_keeps_the_lock(void **state)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_wait(&condition), -EPERM);
	assert_true(lock_locked(&lock));
	start(acquires, "1");
	make_passes(1);
	assert_int_equal(condition_wait(&condition), -EPERM);
	make_passes(2);
	assert_trace("");
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ok@4");
	end();
}

static void a_task_of_another_loop_is_refused_and_keeps_the_lock(void **state)
{
	begin();
	start(waits, "1");
	make_passes(1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, waits, "2");
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), 0);
	assert_trace("2:EINVAL@1 2:ok@1");
	assert_int_equal(waiting(&condition.waiters), 1);
	loop_free(other);
	end();
}

static void a_closed_loop_leaves_no_task_in_the_wait_queue(void **state)
{
	begin();
	start_all(waits, three, 3);
	make_passes(1);
	assert_int_equal(waiting(&condition.waiters), 3);
	loop_close(loop);
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_false(lock_locked(&lock));
	end();
}

/* Its task cannot join the wait queue of that lock. */
static void the_lock_is_lost_to_another_loop(bool cancelled)
{
	Loop *other = asyncio_new_event_loop();

	assert_non_null(other);
	begin();
	Task *one = start(waits, "1");
	make_passes(1);
	assert_int_equal(lock_acquire(&lock), 0);
	if (cancelled)
		task_cancel(one);
	else
		condition_notify_all(&condition);
	Task *stranger = loop_create_task(other, acquires, "2");
	assert_non_null(stranger);
	loop_stop(other);
	succeeds(loop_run_forever(other));
	make_passes(1);
	assert_trace("1:EINVAL@2 1:ok@2");
	assert_int_equal(lock_release(&lock), -EPERM);
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), 0);
	loop_free(other);
	end();
}

static void a_lock_that_another_loop_waits_for_cannot_be_acquired_again(void **state)
{
	the_lock_is_lost_to_another_loop(false);
}

static void a_cancelled_task_learns_that_it_has_not_got_the_lock_again(void **state)
{
	the_lock_is_lost_to_another_loop(true);
}

static int counts(void *n, void **result)
{
	succeeds(lock_acquire(&lock));
	*(int *)n += condition_wait(&condition) == 0;
	return lock_release(&lock);
}

static void however_many_wait_all_are_notified(void **state)
{
	int n = 0;

	begin();
	for (int i = 0; i < 1000; i++)
		future_unref(new_task(counts, &n));
	make_passes(1);
	assert_int_equal(waiting(&condition.waiters), 1000);
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(condition_notify_all(&condition), 0);
	assert_int_equal(waiting(&condition.waiters), 0);
	lock_release(&lock);
	make_passes(1002);
	assert_int_equal(n, 1000);
	end();
}

TESTS(T(a_caller_that_cannot_wait_keeps_the_lock),
      T(a_task_of_another_loop_is_refused_and_keeps_the_lock),
      T(a_closed_loop_leaves_no_task_in_the_wait_queue),
      T(a_lock_that_another_loop_waits_for_cannot_be_acquired_again),
      T(a_cancelled_task_learns_that_it_has_not_got_the_lock_again),
      T(however_many_wait_all_are_notified))
