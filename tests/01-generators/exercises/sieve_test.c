/* Exercise sieve: see 01-generators/exercises/sieve.c. */
#include "sieve.h"
#include "testing.h"

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

TESTS(T(they_begin_with_two), T(the_five_hundredth_is_3571), T(it_can_be_closed_at_once))
