/* Step 6.2.1: tasks that are cancelled while they wait for a lock, or hold it. */
#include "queues.h"
#include "sync.h"

static Lock lock;

static int acquires(void *name, void **result)
{
	return record(name, lock_acquire(&lock));
}

/* The lock is locked, and three tasks wait for it: kept[0] to kept[2]. */
static void begin_with_three(void)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	start_all(acquires, three, 3);
	make_passes(1);
	assert_int_equal(waiting(&lock.waiters), 3);
}

static void a_cancelled_task_leaves_the_wait_queue(void **state)
{
	begin_with_three();
	task_cancel(kept[1]);
	assert_int_equal(waiting(&lock.waiters), 2);
	make_passes(1);
	assert_trace("2:ECANCELED@2");
	assert_true(lock_locked(&lock));
	lock_release(&lock);
	make_passes(1);
	lock_release(&lock);
	make_passes(1);
	assert_trace("2:ECANCELED@2 1:ok@3 3:ok@4");
	end();
}

static void a_waiter_is_cancelled_before_a_release_and_the_next_gets_it(void **state)
{
	begin_with_three();
	task_cancel(kept[0]);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@2");
	assert_true(lock_locked(&lock));
	assert_int_equal(waiting(&lock.waiters), 1);
	end();
}

static void a_woken_task_is_cancelled_and_the_next_gets_the_lock(void **state)
{
	begin_with_three();
	lock_release(&lock);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@3");
	assert_true(lock_locked(&lock));
	assert_int_equal(waiting(&lock.waiters), 1);
	end();
}

static void the_first_two_waiters_are_cancelled_and_the_third_gets_the_lock(void **state)
{
	begin_with_three();
	lock_release(&lock);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3");
	end();
}

static void two_woken_tasks_are_cancelled_in_turn_and_the_third_gets_it(void **state)
{
	begin_with_three();
	lock_release(&lock);
	task_cancel(kept[0]);
	make_passes(1);
	task_cancel(kept[1]);
	make_passes(2);
	assert_trace("1:ECANCELED@2 2:ECANCELED@3 3:ok@4");
	end();
}

static void all_waiters_are_cancelled_and_the_lock_is_free_at_once(void **state)
{
	begin_with_three();
	for (int i = 0; i < 3; i++)
		task_cancel(kept[i]);
	lock_release(&lock);
	assert_int_equal(lock_acquire(&lock), 0);
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ECANCELED@2");
	assert_true(lock_locked(&lock));
	end();
}

static void all_are_cancelled_after_a_release_and_it_is_free_a_pass_later(void **state)
{
	begin_with_three();
	lock_release(&lock);
	for (int i = 0; i < 3; i++)
		task_cancel(kept[i]);
	start(acquires, "4");
	make_passes(2);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ECANCELED@2 4:ok@2");
	end();
}

static int works(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	int status = asyncio_sleep(10);
	lock_release(&lock);
	return record(name, status);
}

static void a_task_that_is_cancelled_while_it_holds_the_lock_releases_it(void **state)
{
	begin();
	Task *first = start(works, "1");
	start(acquires, "2");
	make_passes(1);
	task_cancel(first);
	make_passes(2);
	assert_trace("1:ok@1 1:ECANCELED@2 2:ok@3");
	end();
}

static int waits_until_timeout(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.1));
	return record(name, timeout_exit(&timeout, lock_acquire(&lock)));
}

static void a_task_whose_wait_has_timed_out_has_no_lock(void **state)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(coroutine_status(waits_until_timeout, "1"), -ETIMEDOUT);
	assert_int_equal(waiting(&lock.waiters), 0);
	assert_int_equal(lock_release(&lock), 0);
	assert_false(lock_locked(&lock));
	assert_int_equal(lock_acquire(&lock), 0);
	end();
}

static int waits_for_a_task(void *name, void **result)
{
	Task *task = asyncio_create_task(acquires, "task");

	return record(name, asyncio_wait_for(task, 0.1, NULL));
}

static void a_task_that_wait_for_has_given_up_has_no_lock(void **state)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(coroutine_status(waits_for_a_task, "1"), -ETIMEDOUT);
	assert_int_equal(waiting(&lock.waiters), 0);
	assert_int_equal(lock_release(&lock), 0);
	assert_false(lock_locked(&lock));
	end();
}

static int cancels_itself(void *name, void **result)
{
	Queue queue = { 0 };
	Event event = { 0 };
	Future *done = loop_create_future(loop);

	future_set_result(done, NULL);
	event_set(&event);
	succeeds(queue_put_nowait(&queue, NULL));
	task_cancel(asyncio_current_task());
	record("future", await(done, NULL));
	record("queue", queue_get(&queue, NULL));
	record("lock", lock_acquire(&lock));
	record("event", event_wait(&event));
	queue_clear(&queue);
	return record(name, asyncio_sleep(0));
}

static void a_task_that_cancels_itself_learns_of_it_where_it_waits(void **state)
{
	begin();
	Task *task = start(cancels_itself, "sleep");

	make_passes(2);
	assert_trace("future:ok@1 queue:ok@1 lock:ok@1 event:ok@1 sleep:ECANCELED@2");
	assert_true(future_cancelled(task));
	assert_true(lock_locked(&lock));
	end();
}

TESTS(T(a_cancelled_task_leaves_the_wait_queue),
      T(a_waiter_is_cancelled_before_a_release_and_the_next_gets_it),
      T(a_woken_task_is_cancelled_and_the_next_gets_the_lock),
      T(the_first_two_waiters_are_cancelled_and_the_third_gets_the_lock),
      T(two_woken_tasks_are_cancelled_in_turn_and_the_third_gets_it),
      T(all_waiters_are_cancelled_and_the_lock_is_free_at_once),
      T(all_are_cancelled_after_a_release_and_it_is_free_a_pass_later),
      T(a_task_that_is_cancelled_while_it_holds_the_lock_releases_it),
      T(a_task_whose_wait_has_timed_out_has_no_lock),
      T(a_task_that_wait_for_has_given_up_has_no_lock),
      T(a_task_that_cancels_itself_learns_of_it_where_it_waits))
