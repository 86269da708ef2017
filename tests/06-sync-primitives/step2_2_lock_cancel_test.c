/* Step 6.2: who is called off while it waits for a lock, or has it. */
#include "queues.h"
#include "sync.h"

static Lock lock;

static int acquires(void *name, void **result)
{
	return tell(name, lock_acquire(&lock));
}

/* The lock is held, and three stand in line: the tasks are kept[0] to kept[2]. */
static void begin_with_three(void)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	start_all(acquires, three, 3);
	make_passes(1);
	assert_int_equal(line_length(&lock.waiters), 3);
}

static void who_is_cancelled_leaves_the_line(void **state)
{
	begin_with_three();
	task_cancel(kept[1]);
	assert_int_equal(line_length(&lock.waiters), 2);
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

static void cancelled_then_released_it_goes_to_the_next(void **state)
{
	begin_with_three();
	task_cancel(kept[0]);
	lock_release(&lock);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@2");
	assert_true(lock_locked(&lock));
	assert_int_equal(line_length(&lock.waiters), 1);
	end();
}

static void released_then_cancelled_it_goes_to_the_next(void **state)
{
	begin_with_three();
	lock_release(&lock);
	task_cancel(kept[0]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ok@3");
	assert_true(lock_locked(&lock));
	assert_int_equal(line_length(&lock.waiters), 1);
	end();
}

static void the_first_two_cancelled_it_goes_to_the_third(void **state)
{
	begin_with_three();
	lock_release(&lock);
	task_cancel(kept[0]);
	task_cancel(kept[1]);
	make_passes(3);
	assert_trace("1:ECANCELED@2 2:ECANCELED@2 3:ok@3");
	end();
}

static void or_one_after_the_other_each_when_it_was_woken(void **state)
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

static void all_cancelled_who_releases_it_may_have_it_at_once(void **state)
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

static void cancelled_after_the_release_it_is_free_a_pass_later(void **state)
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
	tell(name, lock_acquire(&lock));
	int status = asyncio_sleep(10);
	lock_release(&lock);
	return tell(name, status);
}

static void who_is_cancelled_while_it_has_it_cleans_up(void **state)
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

static int waits_for_long_enough(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.1));
	return tell(name, timeout_exit(&timeout, lock_acquire(&lock)));
}

static void who_has_waited_for_long_enough_owns_nothing(void **state)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(coroutine_status(waits_for_long_enough, "1"), -ETIMEDOUT);
	assert_int_equal(line_length(&lock.waiters), 0);
	assert_int_equal(lock_release(&lock), 0);
	assert_false(lock_locked(&lock));
	assert_int_equal(lock_acquire(&lock), 0);
	end();
}

static int waits_for_a_task(void *name, void **result)
{
	Task *task = asyncio_create_task(acquires, "task");

	return tell(name, asyncio_wait_for(task, 0.1, NULL));
}

static void nor_does_a_task_that_was_waited_for_that_long(void **state)
{
	begin();
	assert_int_equal(lock_acquire(&lock), 0);
	assert_int_equal(coroutine_status(waits_for_a_task, "1"), -ETIMEDOUT);
	assert_int_equal(line_length(&lock.waiters), 0);
	assert_int_equal(lock_release(&lock), 0);
	assert_false(lock_locked(&lock));
	end();
}

static int ends_itself(void *name, void **result)
{
	Queue queue = { 0 };
	Event event = { 0 };
	Future *done = loop_create_future(loop);

	future_set_result(done, NULL);
	event_set(&event);
	succeeds(queue_put_nowait(&queue, NULL));
	task_cancel(asyncio_current_task());
	tell("future", await(done, NULL));
	tell("queue", queue_get(&queue, NULL));
	tell("lock", lock_acquire(&lock));
	tell("event", event_wait(&event));
	queue_clear(&queue);
	return tell(name, asyncio_sleep(0));
}

static void who_has_cancelled_itself_hears_of_it_where_it_must_wait(void **state)
{
	begin();
	Task *task = start(ends_itself, "sleep");

	make_passes(2);
	assert_trace("future:ok@1 queue:ok@1 lock:ok@1 event:ok@1 sleep:ECANCELED@2");
	assert_true(future_cancelled(task));
	assert_true(lock_locked(&lock));
	end();
}

static void a_closed_loop_leaves_the_lock_to_others(void **state)
{
	begin_with_three();
	lock_release(&lock);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1 3:ECANCELED@1");
	assert_false(lock_locked(&lock));
	assert_int_equal(line_length(&lock.waiters), 0);
	assert_int_equal(lock_acquire(&lock), 0);
	end();
}

TESTS(T(who_is_cancelled_leaves_the_line), T(cancelled_then_released_it_goes_to_the_next),
      T(released_then_cancelled_it_goes_to_the_next),
      T(the_first_two_cancelled_it_goes_to_the_third),
      T(or_one_after_the_other_each_when_it_was_woken),
      T(all_cancelled_who_releases_it_may_have_it_at_once),
      T(cancelled_after_the_release_it_is_free_a_pass_later),
      T(who_is_cancelled_while_it_has_it_cleans_up),
      T(who_has_waited_for_long_enough_owns_nothing),
      T(nor_does_a_task_that_was_waited_for_that_long),
      T(who_has_cancelled_itself_hears_of_it_where_it_must_wait),
      T(a_closed_loop_leaves_the_lock_to_others))
