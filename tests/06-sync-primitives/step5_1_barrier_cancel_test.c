/* Step 6.5.1: tasks that are cancelled at a barrier. */
#include "at_a_barrier.h"

static void a_task_is_cancelled_in_the_round_and_one_more_is_needed(void **state)
{
	begin_with(2);
	task_cancel(kept[0]);
	make_passes(1);
	assert_trace("1:ECANCELED@2");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	assert_false(barrier_broken(&barrier));
	start(waits, "3");
	make_passes(2);
	assert_trace("1:ECANCELED@2");
	start(waits, "4");
	make_passes(2);
	assert_trace("1:ECANCELED@2 4:2@5 2:ok@6 3:1@6");
	end();
}

/* The round is over, so the others continue. No task gets the index of the second one. */
static void a_task_is_cancelled_when_all_have_come_and_the_others_continue(void **state)
{
	begin_with(3);
	task_cancel(kept[0]);
	make_passes(1);
	assert_trace("3:2@1 1:ECANCELED@2 2:ok@2");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	start_all(waits, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ECANCELED@2 2:ok@2 3:2@3 1:ok@4 2:1@4");
	end();
}

static int waits_until_timeout(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.1));
	return record(name, timeout_exit(&timeout, barrier_wait(&barrier)));
}

static void a_task_whose_wait_has_timed_out_is_not_counted(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_until_timeout, "0"), -ETIMEDOUT);
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	assert_false(barrier_broken(&barrier));
	forget_trace();
	pass = 0;
	start_all(waits, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	end();
}

TESTS(T(a_task_is_cancelled_in_the_round_and_one_more_is_needed),
      T(a_task_is_cancelled_when_all_have_come_and_the_others_continue),
      T(a_task_whose_wait_has_timed_out_is_not_counted))
