/* Step 6.5.4: a loop that is closed under waiting tasks leaves every wait queue empty. */
#include "sync.h"

static Event event;
static Lock lock;
static Condition condition = { .lock = &lock };
static Semaphore semaphore;
static Barrier barrier = { .parties = 3 };

static int waits_for_the_event(void *name, void **result)
{
	return record(name, event_wait(&event));
}

static void a_closed_loop_leaves_the_wait_queue_of_an_event_empty(void **state)
{
	begin();
	start(waits_for_the_event, "1");
	start(waits_for_the_event, "2");
	make_passes(1);
	assert_int_equal(waiting(&event.waiters), 2);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1");
	assert_int_equal(waiting(&event.waiters), 0);
	end();
}

/* Waits again and again, until the loop abandons the task. */
static int insists(void *name, void **result)
{
	while (event_wait(&event) < 0)
		trace(".");
	return record(name, 0);
}

static void an_abandoned_task_does_not_stay_in_the_wait_queue(void **state)
{
	begin();
	start(insists, "1");
	make_passes(1);
	assert_int_equal(waiting(&event.waiters), 1);
	end();
	assert_int_equal(waiting(&event.waiters), 0);
	event_set(&event); /* there is no task to be woken */
	assert_true(event_is_set(&event));
}

static int acquires_the_lock(void *name, void **result)
{
	return record(name, lock_acquire(&lock));
}

static void a_closed_loop_leaves_the_lock_free(void **state)
{
	begin();
	succeeds(lock_acquire(&lock));
	start_all(acquires_the_lock, three, 3);
	make_passes(1);
	lock_release(&lock);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1 3:ECANCELED@1");
	assert_false(lock_locked(&lock));
	assert_int_equal(waiting(&lock.waiters), 0);
	assert_int_equal(lock_acquire(&lock), 0);
	end();
}

static int waits_for_a_notification(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, condition_wait(&condition));
	return record(name, lock_release(&lock));
}

static void a_closed_loop_leaves_the_wait_queue_of_a_condition_empty(void **state)
{
	begin();
	start_all(waits_for_a_notification, three, 3);
	make_passes(1);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 1:ok@1 2:ECANCELED@1 2:ok@1 3:ECANCELED@1 3:ok@1");
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_false(lock_locked(&lock));
	end();
}

static void a_closed_loop_does_not_wait_for_a_lock_that_is_never_released(void **state)
{
	begin();
	start_all(waits_for_a_notification, three, 3);
	make_passes(1);
	assert_int_equal(lock_acquire(&lock), 0);
	condition_notify(&condition, 2);
	make_passes(1);
	assert_int_equal(waiting(&lock.waiters), 2);
	loop_close(loop);
	assert_non_null(strstr(traced(), "1:ECANCELED@2 1:ok@2 2:ECANCELED@2"));
	assert_int_equal(waiting(&lock.waiters), 0);
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_false(lock_locked(&lock));
	end();
}

static int acquires_a_permit(void *name, void **result)
{
	return record(name, semaphore_acquire(&semaphore));
}

static void a_closed_loop_leaves_the_permits_free(void **state)
{
	begin();
	start_all(acquires_a_permit, three, 3);
	make_passes(1);
	semaphore_release(&semaphore);
	semaphore_release(&semaphore);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 2:ECANCELED@1 3:ECANCELED@1");
	assert_int_equal(semaphore.value, 2);
	assert_false(semaphore_locked(&semaphore));
	end();
}

static int waits_at_the_barrier(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return 0;
}

static void a_closed_loop_leaves_the_barrier_empty(void **state)
{
	begin();
	start_all(waits_at_the_barrier, six, 5);
	make_passes(1);
	loop_close(loop);
	assert_trace("3:2@1 1:ECANCELED@1 2:ECANCELED@1 4:ECANCELED@1 5:ECANCELED@1");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	assert_int_equal(waiting(&barrier.waiters), 0);
	assert_int_equal(waiting(&barrier.outside), 0);
	end();
	forget_trace();
	begin();
	start_all(waits_at_the_barrier, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	end();
}

TESTS(T(a_closed_loop_leaves_the_wait_queue_of_an_event_empty),
      T(an_abandoned_task_does_not_stay_in_the_wait_queue),
      T(a_closed_loop_leaves_the_lock_free),
      T(a_closed_loop_leaves_the_wait_queue_of_a_condition_empty),
      T(a_closed_loop_does_not_wait_for_a_lock_that_is_never_released),
      T(a_closed_loop_leaves_the_permits_free), T(a_closed_loop_leaves_the_barrier_empty))
