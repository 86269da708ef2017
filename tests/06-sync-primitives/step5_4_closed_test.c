/* Step 6.5.4: a loop that is closed under waiting tasks leaves every wait queue empty. */
#include "../forked.h"
#include "sync.h"

static Event event;
static Lock lock, other_lock;
static Condition condition = { .lock = &lock };
static Semaphore semaphore;
static Barrier barrier = { .parties = 3 };

static int waits_for_the_event(void *name, void **result)
{
	return record(name, event_wait(&event));
}

static int acquires_the_lock(void *name, void **result)
{
	return record(name, lock_acquire(&other_lock));
}

static int waits_for_a_notification(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	record(name, condition_wait(&condition));
	return record(name, lock_release(&lock));
}

static int acquires_a_permit(void *name, void **result)
{
	return record(name, semaphore_acquire(&semaphore));
}

static int waits_at_the_barrier(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return 0;
}

/* No task is left that would release the lock of the condition. */
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

static void a_closed_loop_leaves_every_wait_queue_empty(void **state)
{
	begin();
	succeeds(lock_acquire(&other_lock));
	start(waits_for_the_event, "event");
	start(acquires_the_lock, "lock");
	start(waits_for_a_notification, "condition");
	start(acquires_a_permit, "semaphore");
	start_all(waits_at_the_barrier, six, 4);
	make_passes(1);
	succeeds(lock_acquire(&lock));
	condition_notify_all(&condition);
	semaphore_release(&semaphore);
	lock_release(&other_lock);
	forget_trace();
	loop_close(loop);
	assert_trace("event:ECANCELED@1 lock:ECANCELED@1 condition:ECANCELED@1 "
	             "condition:ok@1 semaphore:ECANCELED@1 1:ECANCELED@1 2:ECANCELED@1 "
	             "4:ECANCELED@1");
	assert_int_equal(waiting(&event.waiters), 0);
	assert_int_equal(waiting(&other_lock.waiters), 0);
	assert_false(lock_locked(&other_lock));
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_int_equal(waiting(&semaphore.waiters), 0);
	assert_int_equal(semaphore.value, 1);
	assert_int_equal(waiting(&barrier.waiters), 0);
	assert_int_equal(waiting(&barrier.outside), 0);
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	end();
	forget_trace();
	begin();
	start_all(waits_at_the_barrier, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	end();
}

/* Waits again and again, until the loop abandons the task. */
static int insists(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	while (condition_wait(&condition) < 0)
		trace(".");
	return record(name, 0);
}

static void an_abandoned_task_does_not_stay_in_a_wait_queue(void **state)
{
	begin();
	start(insists, "1");
	make_passes(1);
	assert_int_equal(waiting(&condition.waiters), 1);
	succeeds(lock_acquire(&lock));
	end();
	assert_non_null(strstr(traced(), ". ."));
	assert_int_equal(waiting(&condition.waiters), 0);
	assert_int_equal(waiting(&lock.waiters), 0);
}

/* The lock is reserved for a task of the parent, which never runs in the child. */
static bool in_child;

static int waits_in_a_child(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	succeeds(asyncio_sleep(0));
	in_child = is_forked();
	if (in_child) {
		int status = condition_wait(&condition);
		_exit(status == -ECANCELED && !lock_locked(&lock) ? 3 : 1);
	}
	return record(name, lock_release(&lock));
}

static int acquires_and_releases(void *name, void **result)
{
	record(name, lock_acquire(&lock));
	return lock_release(&lock);
}

static void in_a_child_of_fork_the_lock_of_a_condition_is_given_up(void **state)
{
	begin();
	start(waits_in_a_child, "1");
	start(acquires_and_releases, "2");
	make_passes(3);
	if (in_child)
		_exit(2); /* the task is abandoned in its wait */
	assert_trace("child:3 1:ok@2 2:ok@3");
	end();
}

TESTS(T(a_closed_loop_does_not_wait_for_a_lock_that_is_never_released),
      T(a_closed_loop_leaves_every_wait_queue_empty),
      T(an_abandoned_task_does_not_stay_in_a_wait_queue),
      T(in_a_child_of_fork_the_lock_of_a_condition_is_given_up))
