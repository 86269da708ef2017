/* Step 6.5.1: no task continues before all have come. */
#include "sync.h"

static Barrier barrier = { .parties = 3 };

static int waits(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return 0;
}

static void all_tasks_wait_for_the_last_one_and_each_gets_an_index(void **state)
{
	begin();
	start(waits, "1");
	start(waits, "2");
	make_passes(2);
	assert_trace("");
	start(waits, "3");
	make_passes(2);
	assert_trace("3:2@3 1:ok@4 2:1@4"); /* ok is 0 */
	end();
}

static void n_waiting_counts_the_tasks_in_the_round_that_fills(void **state)
{
	begin();
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	start(waits, "1");
	make_passes(1);
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	start(waits, "2");
	make_passes(1);
	assert_int_equal(barrier_n_waiting(&barrier), 2);
	start(waits, "3");
	make_passes(1);
	assert_int_equal(barrier_n_waiting(&barrier), 0); /* 1 and 2 have not left */
	assert_trace("3:2@3");
	make_passes(1);
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	assert_trace("3:2@3 1:ok@4 2:1@4");
	end();
}

static void outside_a_task_only_the_last_party_can_come(void **state)
{
	begin();
	assert_int_equal(barrier_wait(&barrier), -EPERM);
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	start(waits, "1");
	start(waits, "2");
	make_passes(1);
	assert_int_equal(barrier_wait(&barrier), 2);
	assert_int_equal(barrier_wait(&barrier), -EPERM);
	make_passes(1);
	assert_trace("1:ok@2 2:1@2");
	end();
}

TESTS(T(all_tasks_wait_for_the_last_one_and_each_gets_an_index),
      T(n_waiting_counts_the_tasks_in_the_round_that_fills),
      T(outside_a_task_only_the_last_party_can_come))
