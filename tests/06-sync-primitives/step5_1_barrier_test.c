/* Step 6.5: nobody goes on before all are here. */
#include "sync.h"

static Barrier barrier = { .parties = 3 };

static int waits(void *name, void **result)
{
	tell(name, barrier_wait(&barrier));
	return 0;
}

static void without_parties_it_is_refused_and_alone_nobody_waits(void **state)
{
	Barrier nothing = { 0 }, wrong = { .parties = -3 }, alone = { .parties = 1 };

	assert_int_equal(barrier_wait(&nothing), -EINVAL);
	assert_int_equal(barrier_wait(&wrong), -EINVAL);
	for (int i = 0; i < 5; i++)
		assert_int_equal(barrier_wait(&alone), 0);
}

static void all_wait_for_the_last_and_each_has_its_index(void **state)
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

static void n_waiting_counts_while_it_fills(void **state)
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

static void six_make_two_rounds_of_three(void **state)
{
	begin();
	start_all(waits, six, 6);
	make_passes(5);
	assert_trace("3:2@1 1:ok@2 2:1@2 6:2@3 4:ok@4 5:1@4");
	assert_int_equal(barrier_n_waiting(&barrier), 0);
	end();
}

static void who_comes_while_they_leave_counts_for_the_next_round(void **state)
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

static void it_is_as_new_after_each_round(void **state)
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

/* Each round lets in as many as it needs, and not all to send them back. */
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
	assert_int_equal(line_length(&barrier.outside), CROWD - 2);
	while (rounds < CROWD / 2 && passes++ < CROWD)
		make_passes(1);
	make_passes(1);
	assert_int_equal(rounds, CROWD / 2);
	for (int i = 0; i < CROWD; i++)
		future_unref(tasks[i]);
	end();
}

static void outside_a_task_only_the_last_one_may_come(void **state)
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

TESTS(T(without_parties_it_is_refused_and_alone_nobody_waits),
      T(all_wait_for_the_last_and_each_has_its_index), T(n_waiting_counts_while_it_fills),
      T(six_make_two_rounds_of_three),
      T(who_comes_while_they_leave_counts_for_the_next_round),
      T(it_is_as_new_after_each_round), T(a_crowd_outside_comes_in_two_by_two),
      T(outside_a_task_only_the_last_one_may_come))
