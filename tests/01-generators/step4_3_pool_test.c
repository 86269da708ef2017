/* Step 1.4: stacks are used again, and go back. */
#include "bursts.h"

#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

static int yields_once(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

static void assert_stacks_are_used_again(void)
{
	Generator *g = generator_new(yields_once, NULL);

	assert_non_null(g);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
}

static int returns_its_argument(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static int returns_nothing(void *arg, void **result)
{
	return 0;
}

/* What the last generator on this stack has returned is not what this one returns. */
static void a_generator_on_a_used_stack_begins_as_new(void **state)
{
	Generator *before = generator_new(returns_its_argument, "before");
	void *value = NULL;

	assert_int_equal(generator_next(before, &value), 0);
	assert_text(value, "before");
	generator_free(before);
	Generator *g = generator_new(returns_nothing, NULL);
	assert_ptr_equal(g, before);
	assert_int_equal(generator_result(g, NULL), -EINPROGRESS);
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static void the_stack_given_back_last_is_used_first(void **state)
{
	Generator *a = generator_new(yields_once, "a"),
		  *b = generator_new(yields_once, "b");
	void *value = NULL;

	generator_set_name(b, "b");
	succeeds(generator_next(b, NULL));
	generator_free(a);
	generator_free(b);
	Generator *c = generator_new(yields_once, "c"),
		  *d = generator_new(yields_once, "d");
	assert_ptr_equal(c, b);
	assert_ptr_equal(d, a);
	assert_text(generator_get_name(c), "");
	assert_int_equal(generator_result(c, NULL), -EINPROGRESS);
	assert_int_equal(generator_next(c, &value), 1);
	assert_text(value, "c");
	generator_free(c);
	generator_free(d);
}

static int insists(void *arg, void **result)
{
	for (int turn = 0; turn < 100; turn++)
		ignore_status(generator_yield(NULL, NULL));
	return 0;
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

static void run_out_of_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	Generator *g;

	setrlimit(RLIMIT_AS, &none);
	while ((g = generator_new(yields_once, NULL)) != NULL)
		;
	setrlimit(RLIMIT_AS, &all);
	g = generator_new(yields_once, NULL);
	printf("%d", generator_next(g, NULL));
}

static void no_memory_is_no_generator_and_no_crash(void **state)
{
	Generator *g = generator_new(yields_once, NULL);

	assert_non_null(g);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
	if (SANITIZED || TEST_SCALE > 1)
		return; /* they need more memory than that for themselves */
	assert_int_equal(run_child(run_out_of_memory), 0);
	assert_text(program_output, "1");
}

static void use_up_the_keys(void)
{
	pthread_key_t first, key;
	int failed = pthread_key_create(&first, NULL);

	pthread_setspecific(first, "mine");
	while (pthread_key_create(&key, NULL) == 0)
		;
	Generator *g = generator_new(yields_once, NULL);
	printf("%d %d %s", failed, g != NULL, (char *)pthread_getspecific(first));
	generator_free(g);
}

static void it_works_without_a_key_of_its_own(void **state)
{
	Generator *g = generator_new(yields_once, NULL);

	assert_int_equal(run_child(use_up_the_keys), 0);
	assert_text(program_output, "0 1 mine");
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
}

/* The destructor of a key that is younger than the first generator. */
static pthread_key_t later;

static void free_late(void *g)
{
	generator_free(g);
}

static void *leaves_one_behind(void *unused)
{
	generator_free(generator_new(yields_once, NULL));
	pthread_setspecific(later, generator_new(yields_once, NULL));
	return NULL;
}

static void one_freed_while_its_thread_ends_is_no_leak(void **state)
{
	pthread_t thread;
	long mapped = 0;

	generator_free(generator_new(yields_once, NULL));
	assert_int_equal(pthread_key_create(&later, free_late), 0);
	for (int i = 0; i < 60; i++) {
		assert_int_equal(pthread_create(&thread, NULL, leaves_one_behind, NULL),
		                 0);
		pthread_join(thread, NULL);
		if (i == 9)
			mapped = pages_mapped();
	}
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(pages_mapped(), mapped + 10 * 21 * 64);
	assert_stacks_are_used_again();
}

static int count_maps(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int lines = 0, c;

	while (maps != NULL && (c = fgetc(maps)) != EOF)
		lines += c == '\n';
	if (maps != NULL)
		fclose(maps);
	return lines;
}

static void ten_thousand_fit_into_a_few_mappings(void **state)
{
	static Generator *all[10000];
	int before = count_maps();
	bool guards_need_none = madvise(NULL, 0, 102) == 0;

	for (int i = 0; i < TEN_THOUSAND; i++) {
		all[i] = generator_new(yields_once, NULL);
		assert_int_equal(generator_next(all[i], NULL), 1);
	}
	if (!SANITIZED && TEST_SCALE == 1 && guards_need_none)
		assert_below(count_maps(), before + 20);
	generator_free(all[0]);
	assert_ptr_equal(generator_new(yields_once, NULL), all[0]);
}

static void *thread_body(void *unused)
{
	Generator *all[100];

	make_and_free(all, 100);
	return NULL;
}

static void stacks_stay_warm(void **state)
{
	struct rusage before, after;
	Generator *others = generator_new(yields_once, NULL);

	generator_free(generator_new(yields_once, NULL));
	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < TEN_THOUSAND; i++) {
		Generator *g = generator_new(yields_once, NULL);
		assert_int_equal(generator_next(g, NULL), 1);
		generator_free(g);
		generator_free(others);
		others = generator_new(yields_once, NULL);
	}
	getrusage(RUSAGE_SELF, &after);
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(after.ru_minflt - before.ru_minflt, 100);
	generator_free(others);
	assert_ptr_equal(generator_new(yields_once, NULL), others);
}

static void the_memory_of_a_burst_returns_though_some_are_alive(void **state)
{
	assert_a_burst_returns_its_memory(burst);
}

/* Of the stacks that a burst leaves, those that are taken first still have their pages:
 * prints how many pages are missing. */
static void take_some_after_a_burst(void)
{
	static Generator *all[1000], *again[200];
	struct rusage before, after;

	for (int i = 0; i < 1000; i++)
		all[i] = generator_new(uses_much, NULL);
	for (int i = 0; i < 1000; i++)
		succeeds(generator_next(all[i], NULL));
	for (int i = 0; i < 1000; i++)
		generator_free(all[i]);
	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < 200; i++) {
		again[i] = generator_new(uses_much, NULL);
		succeeds(generator_next(again[i], NULL));
	}
	getrusage(RUSAGE_SELF, &after);
	printf("%ld", after.ru_minflt - before.ru_minflt);
}

static void stacks_that_are_taken_soon_after_a_burst_are_warm(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip(); /* they have faults of their own */
	assert_int_equal(run_child(take_some_after_a_burst), 0);
	assert_below(strtol(program_output, NULL, 10), 100);
}

/* A thousand at a time, again and again: prints how many pages were missing in the last
 * round. */
static void take_a_thousand_again_and_again(void)
{
	static Generator *all[1000];
	struct rusage before, after;

	for (int round = 0; round < 5; round++) {
		getrusage(RUSAGE_SELF, &before);
		for (int i = 0; i < 1000; i++) {
			all[i] = generator_new(uses_much, NULL);
			succeeds(generator_next(all[i], NULL));
		}
		for (int i = 0; i < 1000; i++)
			generator_free(all[i]);
		getrusage(RUSAGE_SELF, &after);
	}
	printf("%ld", after.ru_minflt - before.ru_minflt);
}

static void stacks_that_are_needed_again_and_again_stay_warm(void **state)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip(); /* they have faults of their own */
	assert_int_equal(run_child(take_a_thousand_again_and_again), 0);
	assert_below(strtol(program_output, NULL, 10), 100);
}

/* Those that have no pages any more work as well as new ones. */
static void cold_stacks_are_used_again_too(void **state)
{
	static Generator *all[TEN_THOUSAND];

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < TEN_THOUSAND; i++) {
			all[i] = generator_new(uses_much, all);
			generator_set_name(all[i], "again");
		}
		for (int i = 0; i < TEN_THOUSAND; i++) {
			void *value = NULL;
			assert_int_equal(generator_next(all[i], &value), 1);
			assert_ptr_equal(value, all);
			assert_text(generator_get_name(all[i]), "again");
		}
		for (int i = 0; i < TEN_THOUSAND; i++) {
			if (round > 0 || i % BURST_SURVIVES != 0)
				generator_free(all[i]);
		}
		for (int i = 0; round == 0 && i < TEN_THOUSAND; i += BURST_SURVIVES)
			generator_free(all[i]);
	}
	assert_stacks_are_used_again();
}

static void abandon_one(void)
{
	Generator *g = generator_new(insists, NULL);

	generator_set_name(g, "insisting");
	succeeds(generator_next(g, NULL));
	generator_free(g);
	printf("%d", generator_new(insists, NULL) == g);
}

static void the_stack_of_an_abandoned_one_is_used_again(void **state)
{
	assert_int_equal(run_child(abandon_one), 0);
	assert_text(program_output,
	            "generator 'insisting' yields instead of ending: it is "
	            "abandoned\n1");
}

static void run_threads(int n)
{
	pthread_t threads[4];

	for (int i = 0; i < n; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, thread_body, NULL), 0);
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

static void threads_take_their_stacks_along_when_they_end(void **state)
{
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1); /* malloc's own memory is not what is measured */
#endif
	run_threads(4); /* all at once, for those who look for races */
	run_threads(1);
	long mapped = pages_mapped();
	for (int round = 0; round < 200; round++)
		run_threads(1);
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(pages_mapped(), mapped + 2 * 21 * 64);
	assert_stacks_are_used_again();
}

TESTS(T(the_stack_given_back_last_is_used_first),
      T(a_generator_on_a_used_stack_begins_as_new),
      T(a_hundred_thousand_live_at_once_and_their_memory_goes_back),
      T(no_memory_is_no_generator_and_no_crash), T(stacks_stay_warm),
      T(the_stack_of_an_abandoned_one_is_used_again),
      T(threads_take_their_stacks_along_when_they_end),
      T(it_works_without_a_key_of_its_own), T(one_freed_while_its_thread_ends_is_no_leak),
      T(ten_thousand_fit_into_a_few_mappings),
      T(the_memory_of_a_burst_returns_though_some_are_alive),
      T(stacks_that_are_taken_soon_after_a_burst_are_warm),
      T(stacks_that_are_needed_again_and_again_stay_warm),
      T(cold_stacks_are_used_again_too))
