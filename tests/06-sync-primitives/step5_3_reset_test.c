/* Step 6.5.3: a barrier that is reset or aborted. */
#include "at_a_barrier.h"

/* Three tasks come, and continue. */
static void assert_usable(void)
{
	assert_false(barrier_broken(&barrier));
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	forget_trace();
	pass = 0;
	start_all(waits, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
}

static void a_broken_barrier_returns_EPIPE_until_it_is_reset(void **state)
{
	begin_with(2);
	assert_int_equal(barrier_abort(&barrier), 0);
	assert_true(barrier_broken(&barrier));
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	start(waits, "3");
	make_passes(1);
	assert_trace("1:EPIPE@2 2:EPIPE@2 3:EPIPE@2");
	assert_true(barrier_broken(&barrier));
	assert_int_equal(barrier_reset(&barrier), 0);
	assert_usable();
	end();
}

static void a_reset_sends_the_waiting_tasks_away(void **state)
{
	begin_with(2);
	assert_int_equal(barrier_reset(&barrier), 0);
	assert_false(barrier_broken(&barrier));
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	make_passes(1);
	assert_trace("1:EPIPE@2 2:EPIPE@2");
	assert_usable();
	end();
}

static void reset_and_abort_succeed_if_no_task_waits(void **state)
{
	begin();
	assert_int_equal(barrier_reset(&barrier), 0);
	assert_int_equal(barrier_abort(&barrier), 0);
	assert_int_equal(barrier_abort(&barrier), 0);
	assert_true(barrier_broken(&barrier));
	assert_int_equal(barrier_reset(&barrier), 0);
	assert_int_equal(barrier_reset(&barrier), 0);
	assert_usable();
	end();
}

static void a_task_that_comes_while_a_reset_sends_others_away_waits(void **state)
{
	begin_with(2);
	start(waits, "3"); /* runs before 1 and 2 do */
	barrier_reset(&barrier);
	make_passes(2);
	assert_trace("1:EPIPE@2 2:EPIPE@2");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	start(waits, "4");
	start(waits, "5");
	make_passes(2);
	assert_trace("1:EPIPE@2 2:EPIPE@2 5:2@4 3:ok@5 4:1@5");
	end();
}

static int waits_and_resets(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return barrier_reset(&barrier);
}

static int waits_and_aborts(void *name, void **result)
{
	record(name, barrier_wait(&barrier));
	return barrier_abort(&barrier);
}

/* The first of the tasks that leave is one that runs fn. */
static void begin_to_leave(CoroutineFn *fn)
{
	begin();
	start(fn, "1");
	start(waits, "2");
	start(waits, "3");
	make_passes(2);
}

static void a_reset_while_a_round_leaves_sends_the_rest_away(void **state)
{
	begin_to_leave(waits_and_resets);
	assert_trace("3:2@1 1:ok@2 2:EPIPE@2");
	assert_usable();
	end();
}

static void an_abort_while_a_round_leaves_sends_the_rest_away(void **state)
{
	begin_to_leave(waits_and_aborts);
	assert_trace("3:2@1 1:ok@2 2:EPIPE@2");
	assert_true(barrier_broken(&barrier));
	barrier_reset(&barrier);
	assert_usable();
	end();
}

static void an_abort_and_a_reset_at_once_send_all_tasks_away(void **state)
{
	begin_with(5); /* 1 and 2 leave, 4 and 5 are outside */
	barrier_abort(&barrier);
	barrier_reset(&barrier);
	assert_false(barrier_broken(&barrier));
	make_passes(2);
	assert_trace("3:2@1 1:EPIPE@2 2:EPIPE@2 4:EPIPE@2 5:EPIPE@2");
	assert_usable();
	end();
}

static void a_task_on_the_way_in_when_the_barrier_is_reset_comes_later(void **state)
{
	begin_with(5);
	make_passes(1); /* 4 and 5 have a place */
	start(waits, "6");
	barrier_reset(&barrier);
	make_passes(3);
	assert_trace("3:2@1 1:ok@2 2:1@2 6:2@3 4:ok@4 5:1@4");
	forget_trace();
	start(waits, "7");
	make_passes(1);
	barrier_reset(&barrier);
	make_passes(1);
	assert_trace("7:EPIPE@7");
	end();
}

static void a_task_on_the_way_in_when_the_barrier_is_aborted_returns_EPIPE(void **state)
{
	begin_with(6);
	make_passes(1); /* 4, 5 and 6 have a place */
	start(waits, "7");
	barrier_abort(&barrier);
	make_passes(1);
	assert_trace("3:2@1 1:ok@2 2:1@2 4:EPIPE@3 5:EPIPE@3 6:EPIPE@3 7:EPIPE@3");
	barrier_reset(&barrier);
	assert_usable();
	end();
}

static void a_task_that_was_cancelled_returns_ECANCELED_and_not_the_reset(void **state)
{
	begin_with(2);
	barrier_reset(&barrier);
	task_cancel(kept[0]);
	make_passes(1);
	assert_trace("1:ECANCELED@2 2:EPIPE@2");
	assert_usable();
	end();
}

static const char *const ten[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10" };

/* A place is reserved for 7, because 4 was cancelled; 5 and 6 have come in. */
static void begin_with_one_on_the_way_in(void)
{
	begin();
	start_all(waits, ten, 10);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	task_cancel(kept[3]);
	make_passes(1);
	assert_trace("3:2@1 1:ok@2 2:1@2 4:ECANCELED@3");
	assert_int_equal(barrier_n_waiting(&barrier), 2);
	forget_trace();
}

static void a_reserved_place_stays_reserved_when_the_round_is_sent_away(void **state)
{
	begin_with_one_on_the_way_in();
	barrier_reset(&barrier);
	make_passes(4);
	assert_trace("5:EPIPE@4 6:EPIPE@4 9:2@5 7:ok@6 8:1@6");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	task_cancel(kept[9]);
	make_passes(1);
	assert_usable();
	end();
}

static void a_task_on_the_way_in_may_be_sent_away_by_the_next_reset(void **state)
{
	begin_with_one_on_the_way_in();
	barrier_reset(&barrier);
	make_passes(1);
	barrier_reset(&barrier);
	make_passes(3);
	assert_trace("5:EPIPE@4 6:EPIPE@4 7:EPIPE@5 10:2@6 8:ok@7 9:1@7");
	assert_usable();
	end();
}

static void an_abort_and_a_reset_at_once_send_tasks_on_the_way_in_away_too(void **state)
{
	begin_with_one_on_the_way_in();
	barrier_abort(&barrier);
	barrier_reset(&barrier);
	start(waits, "11");
	make_passes(2);
	assert_trace("7:EPIPE@4 5:EPIPE@4 6:EPIPE@4 8:EPIPE@4 9:EPIPE@4 10:EPIPE@4");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	task_cancel(kept[10]);
	make_passes(1);
	assert_usable();
	end();
}

TESTS(T(a_broken_barrier_returns_EPIPE_until_it_is_reset),
      T(a_reset_sends_the_waiting_tasks_away),
      T(reset_and_abort_succeed_if_no_task_waits),
      T(a_task_that_comes_while_a_reset_sends_others_away_waits),
      T(a_reset_while_a_round_leaves_sends_the_rest_away),
      T(an_abort_while_a_round_leaves_sends_the_rest_away),
      T(an_abort_and_a_reset_at_once_send_all_tasks_away),
      T(a_task_on_the_way_in_when_the_barrier_is_reset_comes_later),
      T(a_task_on_the_way_in_when_the_barrier_is_aborted_returns_EPIPE),
      T(a_task_that_was_cancelled_returns_ECANCELED_and_not_the_reset),
      T(a_reserved_place_stays_reserved_when_the_round_is_sent_away),
      T(a_task_on_the_way_in_may_be_sent_away_by_the_next_reset),
      T(an_abort_and_a_reset_at_once_send_tasks_on_the_way_in_away_too))
