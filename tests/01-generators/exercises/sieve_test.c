/* Exercise sieve: see 01-generators/exercises/sieve.c. */
#include "sieve.h"
#include "stacks.h"

#include <errno.h>

/* The n-th prime; how it was closed is left in *closed. */
static long prime_number(int n, int *closed)
{
	Generator *g = generator_new(primes, NULL);
	void *value = NULL;
	long prime = 0;

	for (int i = 0; i < n; i++) {
		if (generator_next(g, &value) != 1)
			break;
		prime = *(long *)value;
		if (i < 8)
			trace("%ld", prime);
	}
	*closed = generator_close(g);
	generator_free(g);
	return prime;
}

static void they_begin_with_two(void **state)
{
	int closed;

	assert_int_equal(prime_number(8, &closed), 19);
	assert_trace("2 3 5 7 11 13 17 19");
	assert_int_equal(closed, 0);
}

static void the_five_hundredth_is_3571(void **state)
{
	int closed;

	assert_int_equal(prime_number(500, &closed), 3571);
	assert_int_equal(closed, 0);
}

static void it_can_be_closed_at_once(void **state)
{
	int closed;

	assert_int_equal(prime_number(1, &closed), 2);
	assert_int_equal(closed, 0);
}

/* Closed when it has yielded none, one, and more of them. */
static void what_it_has_made_is_freed_when_it_is_closed(void **state)
{
	int closed;

	for (int n = 0; n <= 16; n = 2 * n + 1) {
		leave_stacks_idle();
		assert_int_equal(prime_number(n, &closed) != 0, n != 0);
		assert_int_equal(closed, 0);
		assert_int_equal(generators_not_freed(), 0);
	}
}

static void what_is_thrown_in_ends_it(void **state)
{
	leave_stacks_idle();
	Generator *g = generator_new(primes, NULL);
	int status = generator_next(g, NULL), thrown = generator_throw(g, -EPIPE, NULL);
	generator_free(g);
	assert_int_equal(status, 1);
	assert_int_equal(thrown, -EPIPE);
	assert_int_equal(generators_not_freed(), 0);
}

static void without_memory_for_one_more_it_fails(void **state)
{
	int status = 1;

	needs_limits();
	leave_stacks_idle();
	Generator *g = generator_new(primes, NULL);
	allow_memory(false);
	for (int n = 0; n < 20000 && status == 1; n++)
		status = generator_next(g, NULL);
	allow_memory(true);
	generator_free(g);
	assert_int_equal(status, -ENOMEM);
	assert_int_equal(generators_not_freed(), 0);
}

TESTS(T(they_begin_with_two), T(the_five_hundredth_is_3571), T(it_can_be_closed_at_once),
      T(what_it_has_made_is_freed_when_it_is_closed), T(what_is_thrown_in_ends_it),
      T(without_memory_for_one_more_it_fails))
