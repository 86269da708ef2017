/* Step 6.5.2: tasks that come while a round leaves wait outside. */
#include "at_a_barrier.h"

static void a_barrier_without_parties_is_EINVAL_and_one_party_never_waits(void **state)
{
	Barrier nothing = { 0 }, wrong = { .parties = -3 }, alone = { .parties = 1 };

	assert_int_equal(barrier_wait(&nothing), -EINVAL);
	assert_int_equal(barrier_wait(&wrong), -EINVAL);
	for (int i = 0; i < 5; i++)
		assert_int_equal(barrier_wait(&alone), 0);
}

static void six_tasks_make_two_rounds_of_three(void **state)
{
	begin();
	start_all(waits, six, 6);
	make_passes(5);
	assert_trace("3:2@1 1:ok@2 2:1@2 6:2@3 4:ok@4 5:1@4");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	end();
}

static void a_task_that_comes_while_a_round_leaves_is_in_the_next(void **state)
{
	begin();
	start_all(waits, six, 4);
	make_passes(1);
	assert_trace("3:2@1");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	make_passes(3);
	assert_trace("3:2@1 1:ok@2 2:1@2");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	start(waits, "5");
	start(waits, "6");
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2 6:2@5 4:ok@6 5:1@6");
	end();
}

static int laps(void *name, void **result)
{
	for (int lap = 1; lap <= 3; lap++) {
		trace("%s%d", (char *)name, lap);
		if (barrier_wait(&barrier) < 0)
			trace("!");
	}
	return 0;
}

static void a_barrier_is_as_new_after_each_round(void **state)
{
	static const char *const names[] = { "a", "b", "c" };

	begin();
	start_all(laps, names, 3);
	make_passes(12);
	assert_trace("a1 b1 c1 c2 a2 b2 a3 b3 c3");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	end();
}

enum { CROWD = TEN_THOUSAND / 10 };

static int rounds;

static int comes(void *unused, void **result)
{
	rounds += barrier_wait(&barrier) == 1;
	return 0;
}

/* Each round admits as many tasks as it needs, and does not wake all only to send most of
 * them back. */
static void a_crowd_outside_comes_in_two_by_two(void **state)
{
	static Task *tasks[CROWD];
	int passes = 0;

	barrier.parties = 2;
	begin();
	for (int i = 0; i < CROWD; i++)
		tasks[i] = new_task(comes, NULL);
	make_passes(1);
	assert_int_equal(rounds, 1);
	assert_int_equal(waiting(&barrier.outside), CROWD - 2);
	while (rounds < CROWD / 2 && passes++ < CROWD)
		make_passes(1);
	make_passes(1);
	assert_int_equal(rounds, CROWD / 2);
	for (int i = 0; i < CROWD; i++)
		future_unref(tasks[i]);
	end();
}

/* 4 and 5 wait outside while 1 and 2 leave. */
static void a_task_that_is_cancelled_outside_is_not_counted(void **state)
{
	begin_with(5);
	assert_int_equal(waiting(&barrier.outside), 2);
	task_cancel(kept[3]);
	assert_int_equal(waiting(&barrier.outside), 1);
	make_passes(2);
	assert_trace("3:2@1 1:ok@2 2:1@2 4:ECANCELED@2");
	assert_int_equal(barrier_n_waiting(&barrier), 1);
	end();
}

/* Places are reserved for 4, 5 and 6; then 5 is cancelled, and 7 gets its place. */
static void the_reserved_place_of_a_cancelled_task_goes_to_the_next(void **state)
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

/* 4 has come in and is cancelled: 7 gets its place. */
static void the_place_of_a_task_cancelled_in_the_round_goes_to_the_next(void **state)
{
	begin_with(5);
	assert_int_equal(waiting(&barrier.outside), 2);
	make_passes(2);
	assert_int_equal(waiting(&barrier.outside), 0);
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

TESTS(T(a_barrier_without_parties_is_EINVAL_and_one_party_never_waits),
      T(six_tasks_make_two_rounds_of_three),
      T(a_task_that_comes_while_a_round_leaves_is_in_the_next),
      T(a_barrier_is_as_new_after_each_round),
      T(a_crowd_outside_comes_in_two_by_two),
      T(a_task_that_is_cancelled_outside_is_not_counted),
      T(the_reserved_place_of_a_cancelled_task_goes_to_the_next),
      T(the_place_of_a_task_cancelled_in_the_round_goes_to_the_next))
