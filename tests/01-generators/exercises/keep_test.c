/* Exercise keep: see 01-generators/exercises/keep.c. */
#include "keep.h"
#include "testing.h"

#include <errno.h>

static int count(void *arg, void **result)
{
	static long numbers[] = { 1, 2, 3, 4, 5, 6 };
	int error = 0, fails = *(int *)arg;

	for (int i = 0; i < 6 && error == 0; i++)
		error = generator_yield(&numbers[i], NULL);
	trace("source cleans up");
	*result = &numbers[5];
	return error < 0 ? error : fails;
}

static bool is_even(void *n)
{
	return *(long *)n % 2 == 0;
}

static bool is_large(void *n)
{
	return *(long *)n > 3;
}

static void the_wanted_ones_come(void **state)
{
	int fails = 0, status;
	Keep k = { generator_new(count, &fails), is_even };
	Generator *g = generator_new(keep, &k);
	void *value;

	while ((status = generator_next(g, &value)) == 1)
		trace("%ld", *(long *)value);
	long last = value == NULL ? 0 : *(long *)value;
	generator_free(g);
	assert_trace("2 4 6 source cleans up");
	assert_int_equal(status, 0);
	assert_int_equal(last, 6);
}

static void two_of_them_make_a_pipeline(void **state)
{
	int fails = 0;
	Keep even = { generator_new(count, &fails), is_even };
	Keep large = { generator_new(keep, &even), is_large };
	Generator *g = generator_new(keep, &large);
	void *value;

	while (generator_next(g, &value) == 1)
		trace("%ld", *(long *)value);
	generator_free(g);
	assert_trace("4 6 source cleans up");
}

static void the_error_of_the_source_comes_out(void **state)
{
	int fails = -EIO, status;
	Keep k = { generator_new(count, &fails), is_large };
	Generator *g = generator_new(keep, &k);

	while ((status = generator_next(g, NULL)) == 1)
		trace("+");
	generator_free(g);
	assert_trace("+ + + source cleans up");
	assert_int_equal(status, -EIO);
}

static void a_pipeline_that_is_closed_cleans_up(void **state)
{
	int fails = 0;
	Keep even = { generator_new(count, &fails), is_even };
	Keep large = { generator_new(keep, &even), is_large };
	Generator *g = generator_new(keep, &large);

	int status = generator_next(g, NULL), closed = generator_close(g);
	generator_free(g);
	assert_int_equal(status, 1);
	assert_int_equal(closed, 0);
	assert_trace("source cleans up");
}

static void what_is_thrown_in_ends_it(void **state)
{
	int fails = 0;
	Keep k = { generator_new(count, &fails), is_even };
	Generator *g = generator_new(keep, &k);

	int status = generator_next(g, NULL), thrown = generator_throw(g, -EPIPE, NULL);
	generator_free(g);
	assert_trace("source cleans up");
	assert_int_equal(status, 1);
	assert_int_equal(thrown, -EPIPE);
}

TESTS(T(the_wanted_ones_come), T(two_of_them_make_a_pipeline),
      T(the_error_of_the_source_comes_out), T(a_pipeline_that_is_closed_cleans_up),
      T(what_is_thrown_in_ends_it))
