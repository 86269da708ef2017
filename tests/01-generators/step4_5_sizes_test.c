/* Step 1.4: stacks of other sizes. */
#include "overflowing.h"

static size_t size;

/* Uses up so many bytes and a little more. */
static long use(size_t bytes)
{
	volatile char frame[1024];

	frame[0] = 1;
	return bytes < 1024 ? frame[0] : use(bytes - 1024) + frame[0];
}

static int uses_half(void *arg, void **result)
{
	size_t *uses = arg;

	return use(*uses / 2) > 0 ? 0 : -1;
}

static void a_stack_has_the_size_that_was_asked_for(void **state)
{
	for (size = 16 * 1024; size <= 8 * 1024 * 1024; size *= 2) {
		Generator *g = generator_new_sized(uses_half, &size, size);
		assert_non_null(g);
		size_t has = (size_t)((char *)g->stack - g->stack->low);
		assert_true(has > size - 4096 && has <= size);
		assert_int_equal(generator_next(g, NULL), 0);
		assert_int_equal(generator_result(g, NULL), 0);
		generator_free(g);
	}
}

static void overflow_sized(void)
{
	Generator *g = generator_new_sized(overflows, NULL, size);

	generator_set_name(g, "bottomless");
	generator_new(overflows, NULL);
	succeeds(generator_next(g, NULL));
}

static void a_size_is_rounded_up_to_a_power_of_two(void **state)
{
	static const struct Case {
		size_t asked;
		const char *has;
	} cases[] = {
		{ 1024 * 1024, "1024 KiB" }, { 0, "16 KiB" },
		{ 1, "16 KiB" },             { 16 * 1024, "16 KiB" },
		{ 16 * 1024 + 1, "32 KiB" }, { 65536, "64 KiB" },
		{ 100000, "128 KiB" },       { 8 * 1024 * 1024 - 1, "8192 KiB" },
	};

	for (size_t i = 0; i < (SANITIZED ? 2 : sizeof cases / sizeof *cases); i++) {
		size = cases[i].asked;
		assert_overflow_is_told_of(overflow_sized, cases[i].has);
	}
}

static void more_than_8_MiB_is_refused(void **state)
{
	assert_null(generator_new_sized(uses_half, NULL, 8 * 1024 * 1024 + 1));
	assert_null(generator_new_sized(uses_half, NULL, SIZE_MAX));
	Generator *g = generator_new_sized(uses_half, NULL, 8 * 1024 * 1024);
	assert_non_null(g);
	generator_free(g);
}

/* Whether a generator whose stack has the one size leaves it to one of the other. */
static bool leaves_its_stack_to(size_t before, size_t after)
{
	Generator *g = generator_new_sized(uses_half, NULL, before);

	generator_free(g);
	Generator *other = generator_new_sized(uses_half, NULL, after);
	generator_free(other);
	return g == other;
}

static void a_stack_is_used_again_for_its_own_size(void **state)
{
	assert_true(leaves_its_stack_to(20 * 1024, 32 * 1024));
	assert_true(leaves_its_stack_to(8 * 1024 * 1024, 8 * 1024 * 1024));
	assert_false(leaves_its_stack_to(32 * 1024, 64 * 1024));
	assert_false(leaves_its_stack_to(8 * 1024 * 1024, 16 * 1024));
	Generator *usual = generator_new(uses_half, NULL);
	generator_free(usual);
	assert_ptr_equal(generator_new_sized(uses_half, NULL, 64 * 1024), usual);
}

static void many_of_each_size_live_side_by_side(void **state)
{
	enum { MANY = 300 };
	static Generator *all[MANY];
	static size_t sizes[MANY];

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < MANY; i++) {
			sizes[i] = (size_t)16 * 1024 << (i * 7 + round) % 8;
			all[i] = generator_new_sized(uses_half, &sizes[i], sizes[i]);
			assert_non_null(all[i]);
		}
		for (int i = 0; i < MANY; i++)
			assert_int_equal(generator_next(all[i], NULL), 0);
		for (int i = 0; i < MANY; i++)
			generator_free(all[(i + 100) % MANY]);
	}
	assert_true(leaves_its_stack_to(16 * 1024, 16 * 1024));
}

TESTS(T(a_stack_has_the_size_that_was_asked_for),
      T(a_size_is_rounded_up_to_a_power_of_two), T(more_than_8_MiB_is_refused),
      T(a_stack_is_used_again_for_its_own_size), T(many_of_each_size_live_side_by_side))
