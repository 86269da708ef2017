/* Step 1.4: stacks fail loudly, are used again, and go back. */
#include "generator.h"
#include "testing.h"

#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* These stand in front of libc's: a kernel without guards, or one that only pretends. */
static enum { TRUTH, REFUSE, PRETEND } madvise_does, mprotect_does;
static long mprotect_limit = -1;

int madvise(void *start, size_t size, int advice)
{
	if (advice == 102 && madvise_does == REFUSE) {
		errno = EINVAL;
		return -1;
	}
	if (advice == 102 && madvise_does == PRETEND)
		return 0;
	return (int)syscall(SYS_madvise, start, size, advice);
}

int mprotect(void *start, size_t size, int protection)
{
	if (mprotect_does == PRETEND && protection == PROT_NONE)
		return 0;
	if (mprotect_does == REFUSE || mprotect_limit == 0) {
		errno = ENOMEM;
		return -1;
	}
	if (mprotect_limit > 0 && protection == PROT_NONE)
		mprotect_limit--;
	return (int)syscall(SYS_mprotect, start, size, protection);
}

/* Recursion without end, though no compiler can know. */
static volatile bool for_ever = true;

static int overflow(int depth)
{
	volatile char frame[512];

	frame[0] = (char)depth;
	return for_ever ? overflow(depth + 1) + frame[0] : 0;
}

static int overflows(void *arg, void **result)
{
	return overflow(0);
}

static void overflow_named(void)
{
	Generator *g = generator_new(overflows, NULL);

	generator_set_name(g, "bottomless");
	generator_next(g, NULL);
}

static void assert_overflow_is_told(void (*act)(void))
{
	int status = run_child(act);

	if (SANITIZED)
		assert_int_not_equal(status, 0); /* it tells in its own words */
	else
		assert_true(status == -SIGSEGV || status == -SIGBUS);
	if (!SANITIZED)
		assert_printed("stack overflow: generator 'bottomless' has used up its "
		               "64 KiB\n");
}

static void an_overflow_is_told_and_ends_the_process_by_its_signal(void **state)
{
	assert_overflow_is_told(overflow_named);
}

static void *overflow_in_thread(void *unused)
{
	overflow_named();
	return NULL;
}

static void overflow_threaded(void)
{
	pthread_t thread;

	generator_free(generator_new(overflows, NULL));
	pthread_create(&thread, NULL, overflow_in_thread, NULL);
	pthread_join(thread, NULL);
}

static void an_overflow_in_another_thread_is_told_too(void **state)
{
	assert_overflow_is_told(overflow_threaded);
}

static void overflow_by_mprotect(void)
{
	madvise_does = REFUSE;
	overflow_named();
}

static void mprotect_guards_where_the_kernel_has_nothing_better(void **state)
{
	assert_overflow_is_told(overflow_by_mprotect);
}

static void overflow_where_madvise_pretends(void)
{
	madvise_does = PRETEND;
	overflow_named();
}

static void a_kernel_that_pretends_to_guard_is_found_out(void **state)
{
	assert_overflow_is_told(overflow_where_madvise_pretends);
}

static void make_one_where_all_pretend(void)
{
	madvise_does = mprotect_does = PRETEND;
	for (int again = 0; again < 3; again++)
		printf("%d\n", generator_new(overflows, NULL) == NULL);
	fflush(stdout);
}

static void without_guards_there_are_no_stacks(void **state)
{
	assert_int_equal(run_child(make_one_where_all_pretend), 0);
	assert_text(
		program_output,
		"no stack for one more generator: no guard page below it (this system "
		"only pretends to make one)\n1\n1\n1\n");
}

static void crash_otherwise(void)
{
	int *volatile nowhere = (int *)16;

	generator_free(generator_new(overflows, NULL));
	*nowhere = 1;
}

static void any_other_crash_is_just_that(void **state)
{
	Generator *g = generator_new(overflows, NULL), *again;

	assert_non_null(g);
	generator_free(g);
	again = generator_new(overflows, NULL);
	assert_ptr_equal(again, g);
	generator_free(again);
	int status = run_child(crash_otherwise);
	assert_true(SANITIZED ? status != 0 : status == -SIGSEGV);
	assert_null(strstr(program_output, "stack overflow:"));
}

static int yields_once(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

static void the_stack_given_back_last_is_used_first(void **state)
{
	Generator *a = generator_new(yields_once, "a"),
		  *b = generator_new(yields_once, "b");
	void *value = NULL;

	generator_set_name(b, "b");
	generator_next(b, NULL);
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
	while (for_ever)
		generator_yield(NULL, NULL);
	return 0;
}

static long statm(int field)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages[2] = { 0, 0 };

	if (file == NULL || fscanf(file, "%ld %ld", &pages[0], &pages[1]) != 2)
		return 0;
	fclose(file);
	return pages[field];
}

static long pages_mapped(void)
{
	return statm(0);
}

static long pages_resident(void)
{
	return statm(1);
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

static void fall_back_to_mprotect(void)
{
	long n = 0;
	Generator *g = NULL, *last = NULL;

	madvise_does = REFUSE;
	for (; n < 40000 && (g = generator_new(yields_once, NULL)) != NULL; n++) {
		generator_next(g, NULL);
		last = g;
	}
	generator_new(yields_once, NULL);
	generator_free(last);
	last = generator_new(yields_once, NULL);
	printf("%d %d", n >= 100, generator_next(last, NULL));
}

static void fall_back_to_a_hundred(void)
{
	mprotect_limit = 101; /* the probe is one of them */
	fall_back_to_mprotect();
}

/* The real limit, where it can be reached: it takes a kernel that is not emulated. */
static bool too_many_maps_can_be_made(void)
{
	FILE *file = fopen("/proc/sys/vm/max_map_count", "r");
	long limit = 0;

	if (file == NULL || fscanf(file, "%ld", &limit) != 1)
		return false;
	fclose(file);
	return TEST_SCALE == 1 && limit < 79000;
}

static void too_many_guards_is_a_clear_error_and_no_crash(void **state)
{
	void (*const acts[])(void) = { fall_back_to_a_hundred, fall_back_to_mprotect };

	for (int i = 0; i < (too_many_maps_can_be_made() ? 2 : 1); i++) {
		assert_int_equal(run_child(acts[i]), 0);
		assert_printed("no stack for one more generator: no guard page "
		               "below it (");
		assert_printed("), on Linux vm.max_map_count may be too low\n");
		assert_text(strchr(program_output, '\n'), "\n1 1");
	}
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

static void run_out_of_descriptors(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_NOFILE, &none);
	overflow_named();
}

static void no_descriptors_are_needed(void **state)
{
	assert_overflow_is_told(run_out_of_descriptors);
}

/* A crash reporter that passes on to whoever was there before. */
static struct sigaction chained;

static void pass_on(int signo, siginfo_t *info, void *context)
{
	chained.sa_sigaction(signo, info, context);
}

static void overflow_below_a_crash_reporter(void)
{
	struct sigaction ours = { .sa_sigaction = pass_on };

	generator_free(generator_new(overflows, NULL));
	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGSEGV, &ours, &chained);
	if (!SANITIZED)
		overflow_named();
	abort();
}

static void a_handler_that_passes_on_ends_the_process_too(void **state)
{
	int status = run_child(overflow_below_a_crash_reporter);

	assert_int_equal(status, SANITIZED ? -SIGABRT : -SIGSEGV);
	if (!SANITIZED) {
		char *told = strstr(program_output, "stack overflow: ");
		assert_non_null(told);
		assert_null(strstr(told + 1, "stack overflow: "));
	}
	Generator *g = generator_new(overflows, NULL);
	generator_free(g);
	assert_ptr_equal(generator_new(overflows, NULL), g);
}

/* Frames of 16 KiB, of which only the lowest bytes are written. */
static int leap(int depth)
{
	volatile char frame[16 * 1024];

	frame[0] = (char)depth;
	return for_ever ? leap(depth + 1) + frame[0] : 0;
}

static int leaps(void *arg, void **result)
{
	return leap(0);
}

static void overflow_by_leaps(void)
{
	Generator *victim = generator_new(overflows, NULL);
	Generator *g = generator_new(leaps, NULL);

	generator_set_name(g, "bottomless");
	generator_next(g, NULL);
	generator_free(victim);
}

static void a_large_frame_does_not_step_over_the_guard(void **state)
{
	assert_overflow_is_told(overflow_by_leaps);
}

static void use_up_the_keys(void)
{
	pthread_key_t first, key;
	int failed = pthread_key_create(&first, NULL);

	pthread_setspecific(first, "mine");
	while (pthread_key_create(&key, NULL) == 0)
		;
	Generator *g = generator_new(overflows, NULL);
	printf("%d %d %s", failed, g != NULL, (char *)pthread_getspecific(first));
	generator_free(g);
}

static void it_works_without_a_key_of_its_own(void **state)
{
	Generator *g = generator_new(overflows, NULL);

	assert_int_equal(run_child(use_up_the_keys), 0);
	assert_text(program_output, "0 1 mine");
	generator_free(g);
	assert_ptr_equal(generator_new(overflows, NULL), g);
}

/* A hundred more, where mprotect is refused: or where the other way is. */
static void make_a_hundred(int *madvise_or_mprotect)
{
	int made = 0;

	*madvise_or_mprotect = REFUSE;
	for (int i = 0; i < 100; i++)
		made += generator_new(overflows, NULL) != NULL;
	printf("%d", made);
}

static void find_descriptors_later(void)
{
	struct rlimit none = { 0, 0 }, some;
	int mprotect_too = madvise(NULL, 0, 102) < 0;

	getrlimit(RLIMIT_NOFILE, &some);
	none.rlim_max = some.rlim_max;
	setrlimit(RLIMIT_NOFILE, &none);
	generator_new(overflows, NULL);
	setrlimit(RLIMIT_NOFILE, &some);
	if (!mprotect_too)
		make_a_hundred((int *)&mprotect_does);
	else
		printf("100");
}

static void lose_madvise_later(void)
{
	generator_new(overflows, NULL);
	make_a_hundred((int *)&madvise_does);
}

static void each_guard_is_made_as_well_as_can_be(void **state)
{
	if (TEST_SCALE == 1) { /* emulators do not have madvise's */
		assert_int_equal(run_child(find_descriptors_later), 0);
		assert_text(program_output, "100");
	}
	assert_int_equal(run_child(lose_madvise_later), 0);
	assert_text(program_output, "100");
	Generator *g = generator_new(overflows, NULL);
	generator_free(g);
	assert_ptr_equal(generator_new(overflows, NULL), g);
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
	Generator *g = generator_new(yields_once, NULL);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
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

static void abandon_one(void)
{
	Generator *g = generator_new(insists, NULL);

	generator_set_name(g, "insisting");
	generator_next(g, NULL);
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
	Generator *g = generator_new(yields_once, NULL);
	assert_non_null(g);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
}

TESTS(T(an_overflow_is_told_and_ends_the_process_by_its_signal),
      T(an_overflow_in_another_thread_is_told_too),
      T(mprotect_guards_where_the_kernel_has_nothing_better),
      T(a_kernel_that_pretends_to_guard_is_found_out),
      T(without_guards_there_are_no_stacks), T(any_other_crash_is_just_that),
      T(the_stack_given_back_last_is_used_first),
      T(a_hundred_thousand_live_at_once_and_their_memory_goes_back),
      T(too_many_guards_is_a_clear_error_and_no_crash),
      T(no_memory_is_no_generator_and_no_crash), T(no_descriptors_are_needed),
      T(stacks_stay_warm), T(the_stack_of_an_abandoned_one_is_used_again),
      T(threads_take_their_stacks_along_when_they_end),
      T(a_handler_that_passes_on_ends_the_process_too),
      T(a_large_frame_does_not_step_over_the_guard), T(it_works_without_a_key_of_its_own),
      T(each_guard_is_made_as_well_as_can_be),
      T(one_freed_while_its_thread_ends_is_no_leak),
      T(ten_thousand_fit_into_a_few_mappings))
