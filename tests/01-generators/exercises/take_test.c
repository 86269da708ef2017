/* Exercise take: see 01-generators/exercises/take.c. */
#include "take.h"
#include "testing.h"

#include <errno.h>

static int count(void *arg, void **result)
{
	int end = *(int *)arg;

	for (long n = 1; n <= end; n++) {
		trace("%ld", n);
		int error = generator_yield(&n, NULL);
		if (error < 0)
			return error;
	}
	return end == 2 ? -EIO : 0;
}

/* Takes so many of the numbers up to end, and traces how it ended. */
static void take_of(long most, int end)
{
	Take t = { generator_new(count, &end), most };
	Generator *g = generator_new(take, &t);
	void *value;
	int status;

	while ((status = generator_next(g, &value)) == 1)
		trace("got %ld", *(long *)value);
	trace("%s", status < 0 ? "error" : value == NULL ? "end" : "result");
	generator_free(g);
	generator_free(t.source);
}

static void the_first_so_many_come(void **state)
{
	take_of(3, 9);
	assert_trace("1 got 1 2 got 2 3 got 3 end");
}

static void of_none_the_source_is_not_resumed(void **state)
{
	take_of(0, 9);
	assert_trace("end");
}

static void a_source_may_end_sooner(void **state)
{
	take_of(5, 1);
	assert_trace("1 got 1 end");
}

static void the_error_of_the_source_comes_out(void **state)
{
	take_of(5, 2);
	assert_trace("1 got 1 2 got 2 error");
}

static void what_is_thrown_in_ends_it(void **state)
{
	int end = 9;
	Take t = { generator_new(count, &end), 5 };
	Generator *g = generator_new(take, &t);

	int first = generator_next(g, NULL), thrown = generator_throw(g, -EPIPE, NULL);
	generator_free(g);
	generator_free(t.source);
	assert_int_equal(first, 1);
	assert_int_equal(thrown, -EPIPE);
}

TESTS(T(the_first_so_many_come), T(of_none_the_source_is_not_resumed),
      T(a_source_may_end_sooner), T(the_error_of_the_source_comes_out),
      T(what_is_thrown_in_ends_it))
