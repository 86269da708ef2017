/* Exercise zip: see 01-generators/exercises/zip.c. */
#include "zip.h"
#include "testing.h"

#include <errno.h>

typedef struct Words {
	const char *const *words;
	int error;
} Words;

static int say(void *arg, void **result)
{
	Words *w = arg;

	for (const char *const *word = w->words; *word != NULL; word++) {
		trace("(%s)", *word);
		int error = generator_yield((void *)*word, NULL);
		if (error < 0)
			return error;
	}
	return w->error;
}

static const char *const ones[] = { "a", "b", "c", NULL };
static const char *const twos[] = { "x", "y", NULL };

static int zip_them(const char *const *left, const char *const *right, int error)
{
	Words l = { left, 0 }, r = { right, error };
	Zip z = { generator_new(say, &l), generator_new(say, &r) };
	Generator *g = generator_new(zip, &z);
	void *value;
	int status;

	while ((status = generator_next(g, &value)) == 1) {
		const Pair *pair = value;
		trace("%s%s", (const char *)pair->left, (const char *)pair->right);
	}
	generator_free(g);
	generator_free(z.left);
	generator_free(z.right);
	return status;
}

static void pairs_come_until_one_of_them_ends(void **state)
{
	assert_int_equal(zip_them(ones, twos, 0), 0);
	assert_trace("(a) (x) ax (b) (y) by (c)");
}

static void when_the_left_one_has_ended_the_right_one_rests(void **state)
{
	assert_int_equal(zip_them(twos, ones, 0), 0);
	assert_trace("(x) (a) xa (y) (b) yb");
}

static void an_error_comes_out(void **state)
{
	assert_int_equal(zip_them(ones, twos, -EIO), -EIO);
	assert_trace("(a) (x) ax (b) (y) by (c)");
}

static void what_is_thrown_in_ends_it(void **state)
{
	Words l = { ones, 0 }, r = { twos, 0 };
	Zip z = { generator_new(say, &l), generator_new(say, &r) };
	Generator *g = generator_new(zip, &z);

	int status = generator_next(g, NULL), thrown = generator_throw(g, -EPIPE, NULL);
	generator_free(g);
	generator_free(z.left);
	generator_free(z.right);
	assert_int_equal(status, 1);
	assert_int_equal(thrown, -EPIPE);
}

static void two_that_run_in_turn_have_a_pair_each(void **state)
{
	Words l = { ones, 0 }, r = { twos, 0 };
	Zip z = { generator_new(say, &l), generator_new(say, &r) };
	Zip swapped = { generator_new(say, &r), generator_new(say, &l) };
	Generator *g = generator_new(zip, &z), *other = generator_new(zip, &swapped);
	void *first = NULL, *second = NULL;

	int status = generator_next(g, &first);
	ignore_status(generator_next(other, &second));
	const Pair *pair = first, *other_pair = second;
	if (status == 1)
		trace("%s%s %s%s", (const char *)pair->left, (const char *)pair->right,
		      (const char *)other_pair->left, (const char *)other_pair->right);
	generator_free(g);
	generator_free(other);
	generator_free(z.left);
	generator_free(z.right);
	generator_free(swapped.left);
	generator_free(swapped.right);
	assert_trace("(a) (x) (x) (a) ax xa");
}

TESTS(T(pairs_come_until_one_of_them_ends),
      T(when_the_left_one_has_ended_the_right_one_rests), T(an_error_comes_out),
      T(what_is_thrown_in_ends_it), T(two_that_run_in_turn_have_a_pair_each))
