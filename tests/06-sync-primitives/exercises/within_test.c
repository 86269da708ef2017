/* Exercise within: see 06-sync-primitives/exercises/within.c. */
#include "../sync.h"
#include "within.h"

#include <math.h>

static Lock lock;
static double patience;

static int wants(void *name, void **result)
{
	int error = lock_acquire_within(&lock, patience);

	trace("%s:%s@%g", (const char *)name, why(error), loop_time(loop));
	if (error == 0)
		lock_release(&lock);
	return 0;
}

/* Has the lock for 5 seconds. */
static int holds(void *unused, void **result)
{
	int error = lock_acquire(&lock);

	if (error < 0)
		return error;
	error = asyncio_sleep(5);
	lock_release(&lock);
	return error;
}

static void cancel(void *task)
{
	task_cancel(task);
}

static void begin_within(double seconds)
{
	begin();
	lock = (Lock){ 0 };
	patience = seconds;
}

static void run_to_the_end(void)
{
	int error = loop_run_forever(loop);

	end();
	assert_int_equal(error, 0);
}

static void it_gives_up_when_the_time_has_passed(void **state)
{
	begin_within(2);
	start(holds, "h");
	start(wants, "a");
	run_to_the_end();
	assert_trace("a:ETIMEDOUT@2");
}

static void it_acquires_a_lock_that_is_released_in_time(void **state)
{
	begin_within(6);
	start(holds, "h");
	start(wants, "a");
	start(wants, "b");
	run_to_the_end();
	assert_trace("a:ok@5 b:ok@5");
}

static void a_free_lock_is_acquired_with_no_time_at_all(void **state)
{
	begin_within(0);
	start(wants, "a");
	run_to_the_end();
	assert_trace("a:ok@0");
	assert_false(lock_locked(&lock));
}

static void a_locked_lock_is_not_waited_for_with_no_time_at_all(void **state)
{
	begin_within(0);
	start(holds, "h");
	start(wants, "a");
	run_to_the_end();
	assert_trace("a:ETIMEDOUT@0");
}

/* Releases the lock for h, which waits, and comes again before h runs. */
static int comes_when_it_is_reserved(void *unused, void **result)
{
	int error = lock_acquire(&lock);

	succeeds(error);
	start(holds, "h");
	error = asyncio_sleep(1);
	lock_release(&lock);
	trace(lock_locked(&lock) ? "locked" : "reserved");
	int wanted = wants("a", NULL);
	return error < 0 ? error : wanted;
}

static void nor_is_a_lock_that_is_reserved_for_another_task(void **state)
{
	begin_within(0);
	start(comes_when_it_is_reserved, "a");
	run_to_the_end();
	assert_trace("reserved a:ETIMEDOUT@1");
}

static void a_negative_time_is_no_limit(void **state)
{
	begin_within(-1);
	start(holds, "h");
	start(wants, "a");
	run_to_the_end();
	assert_trace("a:ok@5");
}

static void a_cancelled_task_has_not_run_out_of_time(void **state)
{
	begin_within(2);
	start(holds, "h");
	Handle request = HANDLE(cancel, start(wants, "a"));
	succeeds(loop_call_later(loop, 1, &request));
	run_to_the_end();
	assert_trace("a:ECANCELED@1");
}

static void the_lock_is_not_lost_if_it_is_released_when_the_time_passes(void **state)
{
	begin_within(5);
	start(holds, "h");
	start(wants, "a");
	succeeds(loop_run_forever(loop));
	forget_trace();
	start(wants, "b");
	run_to_the_end();
	assert_trace("b:ok@5");
}

static void a_time_that_is_no_number_is_refused_and_the_lock_is_free(void **state)
{
	begin_within(NAN);
	start(wants, "a");
	run_to_the_end();
	assert_trace("a:EINVAL@0");
	assert_false(lock_locked(&lock));
}

TESTS(T(it_gives_up_when_the_time_has_passed),
      T(it_acquires_a_lock_that_is_released_in_time),
      T(a_free_lock_is_acquired_with_no_time_at_all),
      T(a_locked_lock_is_not_waited_for_with_no_time_at_all),
      T(nor_is_a_lock_that_is_reserved_for_another_task), T(a_negative_time_is_no_limit),
      T(a_cancelled_task_has_not_run_out_of_time),
      T(the_lock_is_not_lost_if_it_is_released_when_the_time_passes),
      T(a_time_that_is_no_number_is_refused_and_the_lock_is_free))
