/* Rung 1.4.3: the memory of idle stacks returns to the system. */
#include "bursts.h"
#include "slabs.h"

#include <stdlib.h>
#include <sys/resource.h>

static int yields_once(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

static void make_and_free(Generator **all, long n)
{
	void *value = NULL;

	for (long i = 0; i < n; i++) {
		all[i] = generator_new(yields_once, (void *)(intptr_t)i);
		assert_non_null(all[i]);
		assert_int_equal(generator_next(all[i], &value), 1);
		assert_int_equal((intptr_t)value, i);
	}
	for (long i = 0; i < n; i++)
		assert_int_equal(generator_next(all[i], NULL), 0);
	for (long i = 0; i < n; i++)
		generator_free(all[i]);
}

/* Returns how many links a list has; the back of each must be the address of the pointer
 * that points to it. */
static size_t links_of(StackLink **list)
{
	size_t n = 0;

	StackLink **pointer_to_it = list;

	for (; *pointer_to_it != NULL; pointer_to_it = &(*pointer_to_it)->next) {
		assert_ptr_equal((*pointer_to_it)->back, pointer_to_it);
		n++;
	}
	return n;
}

static size_t cold_ones(const StackPool *pool)
{
	size_t n = 0;

	for (StackLink *link = pool->idle; link != NULL; link = link->next)
		n += ((CallStack *)link)->cold;
	return n;
}

/* Two stacks to a slab. The first one of each slab is released, then the second ones: so
 * slabs are unmapped that are neither the first nor the last of a list. */
static void the_lists_are_whole_and_what_they_hold_is_counted(void **state)
{
	enum { MANY = 40 };
	static CallStack *all[MANY];
	StackPool *pool = stack_pool(CALLSTACK_MOST / 4);

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < MANY; i++) {
			all[i] = stack_acquire(pool);
			assert_non_null(all[i]);
			assert_false(all[i]->cold);
		}
		assert_int_equal(pool->n_cold, 0);
		for (int i = 0; i < MANY; i++) {
			stack_release(all[i * 2 % MANY + i * 2 / MANY]);
			assert_compared(links_of(&pool->slabs), <=, MANY / 2);
			assert_int_equal(pool->n_idle, links_of(&pool->idle));
			assert_int_equal(pool->n_cold, cold_ones(pool));
		}
		if (round > 0)
			continue; /* the limits have grown */
		assert_compared(pool->n_idle, <, MANY);
		assert_compared(pool->n_cold, >, 0);
	}
}

static void a_hundred_thousand_live_at_once_and_their_memory_goes_back(void **state)
{
	Generator **all = calloc(HUNDRED_THOUSAND, sizeof(Generator *));
	long n = HUNDRED_THOUSAND,
	     kept = 2048 + n / 200; /* pages: some stay, for the next */

	make_and_free(all,
	              64); /* the first ever pays for what the runtime itself needs */
	long resident = pages_resident(), mapped = pages_mapped();
	make_and_free(all, n);
	if (!SANITIZED && TEST_SCALE == 1) {
		assert_below(pages_resident(), resident + kept);
		assert_below(pages_mapped(), mapped + kept * 21);
	}
	free(all);
}

static void the_memory_of_a_burst_returns_though_some_are_alive(void **state)
{
	assert_a_burst_returns_its_memory(burst);
}

/* Makes so many, each of which uses 12 pages and more, and frees them; returns how many
 * pages the system has got back. */
static long use_many(size_t n)
{
	static Generator *all[3000];
	long peak;

	for (size_t i = 0; i < n; i++) {
		all[i] = generator_new(uses_much, NULL);
		succeeds(generator_next(all[i], NULL));
	}
	peak = pages_resident();
	for (size_t i = 0; i < n; i++)
		generator_free(all[i]);
	return peak - pages_resident();
}

/* Prints how many pages a burst has returned, and how many page faults those
 * stacks cost that are taken first after it. */
static void take_some_after(size_t n)
{
	static Generator *again[200];
	struct rusage before, after;
	long returned = use_many(n);

	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < 200; i++) {
		again[i] = generator_new(uses_much, NULL);
		succeeds(generator_next(again[i], NULL));
	}
	getrusage(RUSAGE_SELF, &after);
	printf("%ld %ld", returned, after.ru_minflt - before.ru_minflt);
}

static void take_some_after_a_burst(void)
{
	take_some_after(1000);
}

/* All but the last ones have become cold, if more than half do each time. */
static void take_some_when_others_have_just_become_cold(void)
{
	generator_free(generator_new(uses_much, NULL));
	take_some_after(2 * (pool_least_warm(stack_pool(CALLSTACK_SIZE)) + 1) + 1);
}

static void half_of_the_warm_stacks_stay_warm(void **state)
{
	long pages_returned = 0, faults = 0;

	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers and valgrind have page faults of their own");
	assert_int_equal(run_child(take_some_when_others_have_just_become_cold), 0);
	sscanf(program_output, "%ld %ld", &pages_returned, &faults);
	assert_compared(pages_returned, >, 3000);
	assert_below(faults, 100);
}

static void stacks_that_are_taken_soon_after_a_burst_are_warm(void **state)
{
	long pages_returned = 0, faults = 0;

	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers and valgrind have page faults of their own");
	assert_int_equal(run_child(take_some_after_a_burst), 0);
	sscanf(program_output, "%ld %ld", &pages_returned, &faults);
	assert_compared(pages_returned, >, 3000);
	assert_below(faults, 100);
}

/* A thousand at a time, again and again: prints how many pages return after the first
 * round, and how many page faults there are in the last. */
static void take_a_thousand_again_and_again(void)
{
	struct rusage before, after;
	long returned = use_many(1000);

	for (int round = 1; round < 5; round++) {
		getrusage(RUSAGE_SELF, &before);
		use_many(1000);
		getrusage(RUSAGE_SELF, &after);
	}
	printf("%ld %ld", returned, after.ru_minflt - before.ru_minflt);
}

static void stacks_that_are_needed_again_and_again_stay_warm(void **state)
{
	long pages_returned = 0, faults = 0;

	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers and valgrind have page faults of their own");
	assert_int_equal(run_child(take_a_thousand_again_and_again), 0);
	sscanf(program_output, "%ld %ld", &pages_returned, &faults);
	assert_compared(pages_returned, >, 3000);
	assert_below(faults, 100);
}

/* Returns how many stacks may be idle before pool_tidy has anything to do. */
static size_t may_be_idle(const StackPool *pool)
{
	size_t most = pool->most_warm;

	return most + (pool->n_cold < most ? pool->n_cold : most);
}

/* In a pool of large stacks both limits are soon reached. */
static void the_limit_of_warm_stacks_grows_and_falls_and_holds(void **state)
{
	enum { MANY = 80, ROUNDS = 20 };
	static CallStack *all[MANY];
	StackPool *pool = stack_pool(CALLSTACK_MOST);
	size_t before = 0;

	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < MANY; i++)
			all[i] = stack_acquire(pool);
		before = pool->most_warm;
		for (int i = 0; i < MANY; i++) {
			stack_release(all[i]);
			long warm = (long)pool->n_idle - (long)pool->n_cold;
			assert_compared(warm, <=, pool->most_warm);
			assert_int_equal(pool->n_quiet, may_be_idle(pool));
		}
	}
	assert_int_equal(before, 8 * pool_least_warm(pool));
	assert_compared(pool->most_warm, <, before);
}

TESTS(T(the_lists_are_whole_and_what_they_hold_is_counted),
      T(a_hundred_thousand_live_at_once_and_their_memory_goes_back),
      T(the_memory_of_a_burst_returns_though_some_are_alive),
      T(half_of_the_warm_stacks_stay_warm),
      T(the_limit_of_warm_stacks_grows_and_falls_and_holds),
      T(stacks_that_are_taken_soon_after_a_burst_are_warm),
      T(stacks_that_are_needed_again_and_again_stay_warm))
