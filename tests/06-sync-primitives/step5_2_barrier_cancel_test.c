/* Step 6.5: who is called off at a barrier. */
#include "sync.h"

static Barrier barrier = { .parties = 3 };

static int waits(void *name, void **result)
{
	tell(name, barrier_wait(&barrier));
	return 0;
}

static void begin_with(size_t n)
{
	begin();
	start_all(waits, six, n);
	make_passes(1);
}

static void one_more_is_needed_then_and_nothing_is_broken(void **state)
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

/* It has been decided that they go on; the index of the second is nobody's. */
static void who_is_cancelled_when_all_were_there_keeps_nobody(void **state)
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

static int waits_for_long_enough(void *name, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.1));
	return tell(name, timeout_exit(&timeout, barrier_wait(&barrier)));
}

static void who_has_waited_for_long_enough_does_not_count(void **state)
{
	begin();
	assert_int_equal(coroutine_status(waits_for_long_enough, "0"), -ETIMEDOUT);
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	assert_false(barrier_broken(&barrier));
	forget_trace();
	pass = 0;
	start_all(waits, three, 3);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	end();
}

/* 4 and 5 stand outside while 1 and 2 leave. */
static void who_is_cancelled_outside_never_came(void **state)
{
	begin_with(5);
	task_cancel(kept[3]);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2 4:ECANCELED@2");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	end();
}

/* All six want in; 4, 5 and 6 are let in, of whom one does not come. */
static void the_place_of_who_is_cancelled_on_the_way_in_is_another_s(void **state)
{
	begin_with(6);
	start(waits, "7");
	make_passes(1);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	task_cancel(kept[4]);
	make_passes(3);
	assert_trace("3:2@1 1:ok@2 2:1@2 5:ECANCELED@3 7:2@4 4:ok@5 6:1@5");
	end();
}

/* The place of who has come in, too: 4 goes, and 7 comes. */
static void so_is_the_place_of_who_is_cancelled_inside(void **state)
{
	begin_with(5);
	make_passes(2);
	assert_int_equal(barrier_n_waiting(&barrier), 2);
	task_cancel(kept[3]);
	make_passes(1);
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	start(waits, "6");
	start(waits, "7");
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2 4:ECANCELED@4 7:2@5 5:ok@6 6:1@6");
	end();
}

static void a_closed_loop_leaves_an_empty_barrier(void **state)
{
	begin_with(5);
	loop_close(loop);
	assert_trace("3:2@1 1:ECANCELED@1 2:ECANCELED@1 4:ECANCELED@1 5:ECANCELED@1");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	assert_int_equal(line_length(&barrier.waiters), 0);
	assert_int_equal(line_length(&barrier.outside), 0);
	end();
	forget_trace();
	begin_with(3);
	make_passes(1);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	end();
}

TESTS(T(one_more_is_needed_then_and_nothing_is_broken),
      T(who_is_cancelled_when_all_were_there_keeps_nobody),
      T(who_has_waited_for_long_enough_does_not_count),
      T(who_is_cancelled_outside_never_came),
      T(the_place_of_who_is_cancelled_on_the_way_in_is_another_s),
      T(so_is_the_place_of_who_is_cancelled_inside),
      T(a_closed_loop_leaves_an_empty_barrier))
