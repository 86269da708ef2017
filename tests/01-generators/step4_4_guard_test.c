/* Rung 1.4.4: guards that work, made in the best way there is. */
#include "bursts.h"
#include "overflowing.h"
#include "system.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* These stand in front of libc's: a kernel without guards, or one that only pretends. */
static enum { TRUTH, REFUSE, PRETEND } madvise_does, mprotect_does;
static long mprotect_limit = -1;
static int asked_in_vain; /* how often a kernel that pretends was asked for a guard */

int madvise(void *start, size_t size, int advice)
{
	if (advice == 102 && madvise_does == REFUSE) {
		errno = EINVAL;
		return -1;
	}
	if (advice == 102 && madvise_does == PRETEND) {
		asked_in_vain++;
		return 0;
	}
	return (int)SYSTEM(madvise, start, size, advice);
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
	return (int)SYSTEM(mprotect, start, size, protection);
}

/* Returns whether the byte right below the stack is guarded: the kernel cannot read
 * it. */
static bool is_guarded(const Generator *g)
{
	int ends[2];

	if (g == NULL || pipe(ends) < 0)
		return false;
	bool guarded = write(ends[1], g->stack->low - 1, 1) < 0;
	close(ends[0]);
	close(ends[1]);
	return guarded;
}

static void an_overflow_ends_the_process(void **state)
{
	assert_overflow_ends_the_process(overflow_a_little);
}

static void overflow_by_mprotect(void)
{
	madvise_does = REFUSE;
	overflow_a_little();
}

static void mprotect_guards_where_the_kernel_has_nothing_better(void **state)
{
	assert_overflow_ends_the_process(overflow_by_mprotect);
}

static void burst_above_mprotect(void)
{
	madvise_does = REFUSE;
	if (!is_guarded(generator_new(uses_much, NULL)))
		exit(3);
	burst();
}

static void the_memory_of_a_burst_returns_from_between_those_guards_too(void **state)
{
	assert_a_burst_returns_its_memory(burst_above_mprotect);
}

static void overflow_where_madvise_pretends(void)
{
	madvise_does = PRETEND;
	overflow_a_little();
}

static void a_kernel_that_pretends_to_guard_is_found_out(void **state)
{
	assert_overflow_ends_the_process(overflow_where_madvise_pretends);
}

static void a_kernel_that_pretends_is_asked_once(void **state)
{
#if !defined __linux__ && !defined MADV_GUARD_INSTALL
	skip_because("this system has no madvise(2) that makes guards");
#endif
	madvise_does = PRETEND;
	for (int i = 0; i < 3; i++)
		assert_true(is_guarded(generator_new(overflows, NULL)));
	assert_int_equal(asked_in_vain, 1);
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

static int yields_once(void *arg, void **result)
{
	return generator_yield(arg, NULL);
}

static void fall_back_to_mprotect(void)
{
	long n = 0;
	Generator *g = NULL, *last = NULL;

	madvise_does = REFUSE;
	for (; n < 40000 && (g = generator_new(yields_once, NULL)) != NULL; n++) {
		succeeds(generator_next(g, NULL));
		last = g;
	}
	generator_new(yields_once, NULL);
	generator_free(last);
	last = generator_new(yields_once, NULL);
	should_be_so(n >= 100);
	should_be_so(generator_next(last, NULL) == 1);
	printf("ran");
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
		assert_text(strchr(program_output, '\n'), "\nran");
	}
}

static void run_out_of_descriptors(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_NOFILE, &none);
	overflow_a_little();
}

static void no_descriptors_are_needed(void **state)
{
	assert_overflow_ends_the_process(run_out_of_descriptors);
}

static void run_out_of_descriptors_where_madvise_pretends(void)
{
	madvise_does = PRETEND;
	run_out_of_descriptors();
}

static void what_cannot_be_tried_is_not_trusted_to_madvise(void **state)
{
	assert_overflow_ends_the_process(run_out_of_descriptors_where_madvise_pretends);
}

/* Where madvise is known to work, it needs neither a descriptor nor mprotect. */
static void run_out_of_descriptors_later(void)
{
	struct rlimit none = { 0, 0 };

	generator_new(overflows, NULL);
	setrlimit(RLIMIT_NOFILE, &none);
	mprotect_does = REFUSE;
	printf(generator_new(overflows, NULL) != NULL ? "made" : "not made");
}

static void what_is_known_of_a_way_is_kept(void **state)
{
	bool guards = madvise(NULL, 0, 102) == 0;
	Generator *g = generator_new(overflows, NULL);

	assert_true(is_guarded(g));
	generator_free(g);
	if (!guards || TEST_SCALE > 1) /* emulators pretend */
		skip_because("this kernel has only mprotect's guards");
	assert_int_equal(run_child(run_out_of_descriptors_later), 0);
	assert_text(program_output, "made");
}

static void the_probe_leaves_no_descriptor_open(void **state)
{
	int before = open_descriptors();
	Generator *g = generator_new(overflows, NULL);

	assert_int_equal(open_descriptors(), before);
	assert_true(is_guarded(g));
	generator_free(g);
}

/* A hundred more, where mprotect is refused: or where the other way is. */
static void make_a_hundred(int *madvise_or_mprotect)
{
	int made = 0;

	*madvise_or_mprotect = REFUSE;
	for (int i = 0; i < 100; i++)
		made += is_guarded(generator_new(overflows, NULL));
	printf("%d of 100 guarded", made);
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
		printf("%d of 100 guarded",
		       is_guarded(generator_new(overflows, NULL)) ? 100 : 0);
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
		assert_text(program_output, "100 of 100 guarded");
	}
	assert_int_equal(run_child(lose_madvise_later), 0);
	assert_text(program_output, "100 of 100 guarded");
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
	assert_true(is_guarded(all[0]) && is_guarded(all[TEN_THOUSAND - 1]));
}

/* Frames of 16 KiB, of which only the lowest byte is written. */
static int leap(int depth, volatile char *above)
{
	volatile char frame[16 * 1024];

	frame[0] = above[0];
	return depth < 6 ? leap(depth + 1, frame) + frame[0] : 0;
}

static int leaps(void *arg, void **result)
{
	volatile char one = 1;

	return leap(0, &one) < 0;
}

static void overflow_by_leaps(void)
{
	overflow_the_third(leaps);
}

static void a_large_frame_does_not_step_over_the_guard(void **state)
{
	assert_overflow_ends_the_process(overflow_by_leaps);
}

TESTS(T(an_overflow_ends_the_process),
      T(mprotect_guards_where_the_kernel_has_nothing_better),
      T(the_memory_of_a_burst_returns_from_between_those_guards_too),
      T(a_kernel_that_pretends_to_guard_is_found_out),
      T(a_kernel_that_pretends_is_asked_once),
      T(without_guards_there_are_no_stacks),
      T(too_many_guards_is_a_clear_error_and_no_crash), T(no_descriptors_are_needed),
      T(what_cannot_be_tried_is_not_trusted_to_madvise),
      T(what_is_known_of_a_way_is_kept),
      T(the_probe_leaves_no_descriptor_open), T(each_guard_is_made_as_well_as_can_be),
      T(ten_thousand_fit_into_a_few_mappings),
      T(a_large_frame_does_not_step_over_the_guard))
