/* Step 6.5.1: its program, and the tour of all five. */
#include "../04-futures/programs.h"

static void barrier_brings_all_together(void **state)
{
	assert_program("barrier", "1 h: walker 1 is at hut 1\n"
	                          "2 h: walker 2 is at hut 1\n"
	                          "3 h: walker 3 is at hut 1\n"
	                          "3 h: walker 3 goes on, as number 2\n"
	                          "3 h: walker 1 goes on, as number 0\n"
	                          "3 h: walker 2 goes on, as number 1\n"
	                          "4 h: walker 1 is at hut 2\n"
	                          "5 h: walker 2 is at hut 2\n"
	                          "6 h: walker 3 is at hut 2\n"
	                          "6 h: walker 3 goes on, as number 2\n"
	                          "6 h: walker 1 goes on, as number 0\n"
	                          "6 h: walker 2 goes on, as number 1\n");
}

static void barrier_takes_any_number_of_walkers(void **state)
{
	assert_prints("barrier --walkers 1 --days 1",
	              "1 h: walker 1 is at hut 1\n"
	              "1 h: walker 1 goes on, as number 0\n");
	assert_int_equal(run_virtual("barrier --walkers 100 --days 1"), 0);
	assert_printed("100 h: walker 99 goes on, as number 98\n");
	assert_refuses("barrier --walkers 0");
	assert_refuses("barrier --walkers 1001");
	assert_refuses("barrier --days 1001");
}

static void sync_tour_shows_all_five(void **state)
{
	assert_program("sync_tour",
	               "nothing: 100 tasks add 1, the sum is 1 after 0.01 s\n"
	               "lock: 100 tasks add 1, the sum is 100 after 1.00 s\n"
	               "event: runner 1 is off after 0.50 s\n"
	               "event: runner 2 is off after 0.50 s\n"
	               "event: runner 3 is off after 0.50 s\n"
	               "condition: 2 loaves are sold after 0.20 s\n"
	               "condition: 3 loaves are sold after 0.50 s\n"
	               "condition: 4 loaves are sold after 0.90 s\n"
	               "semaphore: 10 guests had 3 seats, and 3 at once, for 0.40 s\n"
	               "barrier: all are at hut 1 after 0.30 s\n"
	               "barrier: all are at hut 2 after 0.60 s\n");
}

TESTS(T(barrier_brings_all_together), T(barrier_takes_any_number_of_walkers),
      T(sync_tour_shows_all_five))
