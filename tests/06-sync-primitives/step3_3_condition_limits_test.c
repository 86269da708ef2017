/* Step 6.3: what is no way to wait for a notice. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

static int acquires(void *name, void **result)
{
	return tell(name, lock_acquire(&lock));
}

static int waits(void *name, void **result)
{
	succeeds(lock_acquire(&lock));
	tell(name, condition_wait(&condition));
	return tell(name, lock_release(&lock));
}

static void who_may_not_wait_keeps_the_lock(void **state)
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

static void nor_does_who_waits_among_another_loop_s_tasks_lose_it(void **state)
{
	begin();
	start(waits, "1");
	make_passes(1);
	Loop *other = asyncio_new_event_loop();
	assert_non_null(other);
	Task *stranger = loop_create_task(other, waits, "2");
	assert_int_equal(loop_run_until_complete(other, stranger, NULL), 0);
	assert_trace("2:EINVAL@1 2:ok@1");
	assert_int_equal(line_length(&condition.waiters), 1);
	loop_free(other);
	end();
}

/* It cannot stand in line for it. */
static void a_lock_that_is_another_loop_s_meanwhile_does_not_come_back(void **state)
{
	Loop *other = asyncio_new_event_loop();

	assert_non_null(other);
	begin();
	start(waits, "1");
	make_passes(1);
	assert_int_equal(lock_acquire(&lock), 0);
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

static void who_waits_when_the_loop_is_closed_leaves_the_line(void **state)
{
	begin();
	start_all(waits, three, 3);
	make_passes(1);
	loop_close(loop);
	assert_trace("1:ECANCELED@1 1:ok@1 2:ECANCELED@1 2:ok@1 3:ECANCELED@1 3:ok@1");
	assert_int_equal(line_length(&condition.waiters), 0);
	assert_false(lock_locked(&lock));
	end();
}

static void even_if_another_one_has_the_lock(void **state)
{
	begin();
	start_all(waits, three, 3);
	make_passes(1);
	assert_int_equal(lock_acquire(&lock), 0);
	condition_notify(&condition, 2);
	make_passes(1);
	assert_int_equal(line_length(&lock.waiters), 2);
	loop_close(loop);
	assert_non_null(strstr(traced(), "1:ECANCELED@2 1:ok@2 2:ECANCELED@2"));
	assert_int_equal(line_length(&lock.waiters), 0);
	assert_int_equal(line_length(&condition.waiters), 0);
	assert_false(lock_locked(&lock));
	end();
}

TESTS(T(who_may_not_wait_keeps_the_lock),
      T(nor_does_who_waits_among_another_loop_s_tasks_lose_it),
      T(a_lock_that_is_another_loop_s_meanwhile_does_not_come_back),
      T(who_waits_when_the_loop_is_closed_leaves_the_line),
      T(even_if_another_one_has_the_lock))
