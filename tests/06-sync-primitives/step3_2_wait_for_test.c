/* Step 6.3.2: a condition in a loop, with a predicate. */
#include "sync.h"

static Lock lock;
static Condition condition = { .lock = &lock };

static int asked;

/* Records the number, and an exclamation mark if the lock is not locked. */
static bool is_enough(void *number)
{
	asked++;
	trace("%d%s", *(int *)number, lock_locked(&lock) ? "" : "!");
	return *(int *)number >= 3;
}

static int waits_for_three(void *number, void **result)
{
	succeeds(lock_acquire(&lock));
	record("three", condition_wait_for(&condition, is_enough, number));
	return lock_release(&lock);
}

static void wait_for_calls_the_predicate_again_with_the_lock(void **state)
{
	int number = 1;

	begin();
	kept[n_kept++] = new_task(waits_for_three, &number);
	make_passes(1);
	for (number = 2; number <= 4; number++) {
		succeeds(lock_acquire(&lock));
		succeeds(condition_notify(&condition, 1));
		succeeds(lock_release(&lock));
		make_passes(1);
	}
	assert_trace("1 2 3 three:ok@3");
	assert_int_equal(asked, 3);
	end();
}

static void wait_for_needs_no_lock_if_the_predicate_is_true_already(void **state)
{
	int number = 3;

	assert_int_equal(condition_wait_for(&condition, is_enough, &number), 0);
	assert_int_equal(asked, 1);
	assert_trace("3!");
}

static void wait_for_fails_as_wait_fails(void **state)
{
	int number = 1;

	assert_int_equal(condition_wait_for(&condition, is_enough, &number), -EPERM);
	assert_int_equal(asked, 1);
	begin();
	Task *task = new_task(waits_for_three, &number);
	make_passes(1);
	task_cancel(task);
	make_passes(1);
	assert_trace("1! 1 three:ECANCELED@2");
	assert_false(lock_locked(&lock));
	future_unref(task);
	end();
}

TESTS(T(wait_for_calls_the_predicate_again_with_the_lock),
      T(wait_for_needs_no_lock_if_the_predicate_is_true_already),
      T(wait_for_fails_as_wait_fails))
