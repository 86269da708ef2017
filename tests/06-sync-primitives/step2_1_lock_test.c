/* Step 6.2.1: one task holds the lock, the others wait in the order of their coming. */
#include "sync.h"

static Lock lock;

static int acquires(void *name, void **result)
{
	return record(name, lock_acquire(&lock));
}

static void a_free_lock_does_not_suspend(void **state)
{
	begin();
	assert_false(lock_locked(&lock));
	start(acquires, "1");
	make_passes(1);
	assert_trace("1:ok@1");
	assert_true(lock_locked(&lock));
	assert_int_equal(lock_release(&lock), 0);
	assert_false(lock_locked(&lock));
	assert_int_equal(lock_acquire(&lock), 0); /* outside a task as well */
	assert_true(lock_locked(&lock));
	end();
}

static void a_free_lock_cannot_be_released(void **state)
{
	assert_int_equal(lock_release(&lock), -EPERM);
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(lock_release(&lock), 0);
	assert_int_equal(lock_release(&lock), -EPERM);
}

static void tasks_get_the_lock_in_the_order_in_which_they_came(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start_all(acquires, three, 3);
	make_passes(1);
	assert_int_equal(waiting(&lock.waiters), 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(lock_release(&lock), 0);
		make_passes(1);
	}
	assert_trace("1:ok@2 2:ok@3 3:ok@4");
	end();
}

static int releases(void *name, void **result)
{
	return record(name, lock_release(&lock));
}

static void another_task_may_release_the_lock(void **state)
{
	begin();
	start(acquires, "1");
	start(releases, "2");
	make_passes(1);
	assert_trace("1:ok@1 2:ok@1");
	assert_false(lock_locked(&lock));
	assert_int_equal(lock_release(&lock), -EPERM);
	end();
}

/* Releases the lock, and acquires it again at once. */
static int comes_back(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	succeeds(asyncio_sleep(0));
	lock_release(&lock);
	return record(name, lock_acquire(&lock));
}

static int holds(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	succeeds(asyncio_sleep(0));
	return lock_release(&lock);
}

static void a_task_that_comes_back_is_the_last_of_the_wait_queue(void **state)
{
	begin();
	start(comes_back, "1");
	start(holds, "2");
	start(holds, "3");
	make_passes(10);
	assert_trace("1:ok@1 2:ok@3 3:ok@5 1:ok@7");
	end();
}

static void a_lock_that_was_handed_over_is_free_again_when_it_is_released(void **state)
{
	begin();
	start(holds, "1");
	start(holds, "2");
	make_passes(4);
	assert_trace("1:ok@1 2:ok@3");
	assert_false(lock_locked(&lock));
	start(acquires, "3");
	make_passes(1);
	assert_trace("1:ok@1 2:ok@3 3:ok@5");
	end();
}

static void a_reserved_lock_is_not_locked_but_a_newcomer_waits(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start(acquires, "1");
	make_passes(1);
	lock_release(&lock);
	assert_false(lock_locked(&lock));
	start(acquires, "2");
	make_passes(1);
	assert_trace("1:ok@2");
	assert_true(lock_locked(&lock));
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ok@2 2:ok@3");
	end();
}

/* The newcomer runs before the woken task. */
static int releases_and_acquires(void *name, void **result)
{
	lock_release(&lock);
	start(acquires, "3");
	return record(name, lock_acquire(&lock));
}

static void no_task_acquires_the_lock_between_a_release_and_the_woken_task(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start(acquires, "1");
	make_passes(1);
	start(releases_and_acquires, "2");
	make_passes(2);
	assert_trace("1:ok@3");
	lock_release(&lock);
	make_passes(1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("1:ok@3 2:ok@4 3:ok@5");
	end();
}

static void a_second_release_before_the_woken_task_has_run_is_EPERM(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start(acquires, "1");
	start(acquires, "2");
	make_passes(1);
	assert_int_equal(lock_release(&lock), 0);
	assert_int_equal(lock_release(&lock), -EPERM);
	make_passes(2);
	assert_trace("1:ok@2");
	end();
}

static void a_contended_lock_refuses_another_loop(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start(acquires, "1");
	make_passes(1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, acquires, "2");
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), -EINVAL);
	assert_int_equal(waiting(&lock.waiters), 1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("2:EINVAL@1 1:ok@2");
	loop_free(other);
	end();
}

static void outside_a_task_a_locked_lock_cannot_be_acquired(void **state)
{
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(lock_acquire(&lock), -EPERM);
	assert_true(lock_locked(&lock));
	assert_int_equal(lock_release(&lock), 0);
	assert_int_equal(lock_acquire(&lock), 0);
}

TESTS(T(a_free_lock_does_not_suspend), T(a_free_lock_cannot_be_released),
      T(tasks_get_the_lock_in_the_order_in_which_they_came),
      T(another_task_may_release_the_lock),
      T(a_task_that_comes_back_is_the_last_of_the_wait_queue),
      T(a_lock_that_was_handed_over_is_free_again_when_it_is_released),
      T(a_reserved_lock_is_not_locked_but_a_newcomer_waits),
      T(no_task_acquires_the_lock_between_a_release_and_the_woken_task),
      T(a_second_release_before_the_woken_task_has_run_is_EPERM),
      T(a_contended_lock_refuses_another_loop),
      T(outside_a_task_a_locked_lock_cannot_be_acquired))
