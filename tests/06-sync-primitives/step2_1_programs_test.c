/* Step 6.2.1: the program of the notes, the naive lock, and a deadlock. */
#include "../04-futures/programs.h"
#include "thread_count.h"

static void lock_prints_what_the_notes_print(void **state)
{
	assert_program("lock", "acquiring the lock before starting coroutines\n"
	                       "lock acquired: True\n"
	                       "waiting for coroutines\n"
	                       "coro1 waiting for the lock\n"
	                       "coro2 waiting for the lock\n"
	                       "callback releasing lock\n"
	                       "coro1 acquired lock\n"
	                       "coro1 released lock\n"
	                       "coro2 acquired lock\n"
	                       "coro2 released lock\n");
}

static void a_naive_lock_starves_tasks_and_a_lock_does_not(void **state)
{
	assert_prints("naive_lock", "ada had the lock 100 times in 100 s\n"
	                            "bob had the lock 0 times in 100 s\n"
	                            "cyd had the lock 0 times in 100 s\n");
	assert_prints("naive_lock --lock", "ada had the lock 34 times in 100 s\n"
	                                   "bob had the lock 33 times in 100 s\n"
	                                   "cyd had the lock 33 times in 100 s\n");
	assert_answers_for_its_arguments("naive_lock");
}

static void a_naive_lock_loses_a_wake_up_and_a_lock_does_not(void **state)
{
	needs_thread_count();
	assert_int_equal(run_virtual("naive_lock --cancel"), 1);
	assert_printed("task 'cyd' waits for a naive lock");
	assert_prints("naive_lock --cancel --lock",
	              "ada has the lock, bob and cyd wait\n"
	              "ada releases the lock, which wakes bob, and cancels bob\n"
	              "cyd has the lock\n");
}

static void philosophers_wait_for_each_other_or_take_forks_in_order(void **state)
{
	assert_prints("philosophers --in-order", "Kant eats\nPlato eats\nHume eats\n");
	assert_answers_for_its_arguments("philosophers");
	needs_thread_count();
	debug_programs();
	assert_int_equal(run_virtual("philosophers"), 1);
	assert_printed("task 'Plato' waits for lock 'second', which task 'Kant' holds");
	assert_printed("task 'Kant' waits for lock 'third', which task 'Hume' holds");
	assert_printed("task 'Hume' waits for lock 'first', which task 'Plato' holds");
}

TESTS(T(lock_prints_what_the_notes_print),
      T(a_naive_lock_starves_tasks_and_a_lock_does_not),
      T(a_naive_lock_loses_a_wake_up_and_a_lock_does_not),
      T(philosophers_wait_for_each_other_or_take_forks_in_order))
