/* Rung 1.4.1: stacks of other sizes. */
#include "overflowing.h"

static int uses_half(void *arg, void **result)
{
	size_t *uses = arg;

	return use(*uses / 2) > 0 ? 0 : -1;
}

/* The stack has this size, but for what the runtime uses itself. */
static void assert_has_size(const Generator *g, size_t size)
{
	size_t has = (size_t)((const char *)g->stack - g->stack->low);

	assert_in_range(has, size - 4096, size);
}

static void a_stack_has_the_size_that_was_asked_for(void **state)
{
	for (size_t size = 16 * 1024; size <= 8 * 1024 * 1024; size *= 2) {
		Generator *g = generator_new_sized(uses_half, &size, size);
		assert_non_null(g);
		assert_has_size(g, size);
		assert_int_equal(generator_next(g, NULL), 0);
		generator_free(g);
	}
}

static void a_size_is_rounded_up_to_a_power_of_two(void **state)
{
	static const struct Case {
		size_t asked, has;
	} cases[] = {
		{ 1024 * 1024, 1024 * 1024 },  { 0, 16 * 1024 },     { 1, 16 * 1024 },
		{ 16 * 1024, 16 * 1024 },      { 16 * 1024 + 1, 32 * 1024 },
		{ 65536, 65536 },              { 100000, 128 * 1024 },
		{ 8 * 1024 * 1024 - 1, 8 * 1024 * 1024 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		Generator *g = generator_new_sized(uses_half, NULL, cases[i].asked);
		assert_non_null(g);
		assert_has_size(g, cases[i].has);
		generator_free(g);
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

TESTS(T(a_stack_has_the_size_that_was_asked_for),
      T(a_size_is_rounded_up_to_a_power_of_two), T(more_than_8_MiB_is_refused))
