/* sieve.c - a filter owns the source in front of it, and the chain is known by its last
 * filter. To close that one closes them all: it fails with -ECANCELED at its yield,
 * frees its source, which does the same. So the clean-up is one line in each filter.
 *
 * A filter that has not begun cannot free its source. Here none is ever closed in that
 * state, because the next thing that happens to a new filter is that it is resumed.
 *
 * The other way keeps an array of primes in one generator and divides by each: faster,
 * and not half as much fun. */
#include "sieve.h"

typedef struct Filter {
	Generator *source;
	long prime;
} Filter;

static int from_two(void *arg, void **result)
{
	int error = 0;

	for (long n = 2; error == 0; n++)
		error = generator_yield(&n, NULL);
	return error;
}

static int without_multiples(void *arg, void **result)
{
	Filter filter = *(Filter *)arg;
	void *n;
	int status;

	while ((status = generator_next(filter.source, &n)) == 1) {
		status = *(long *)n % filter.prime != 0 ? generator_yield(n, NULL) : 0;
		if (status < 0)
			break;
	}
	generator_free(filter.source);
	return status;
}

int primes(void *arg, void **result)
{
	Generator *last = generator_new(from_two, NULL);
	Filter filter;
	void *n;
	int status;

	while ((status = generator_next(last, &n)) == 1) {
		filter = (Filter){ last, *(long *)n };
		status = generator_yield(n, NULL);
		if (status < 0)
			break;
		Generator *next = generator_new(without_multiples, &filter);
		if (next == NULL) {
			status = generator_next(next, NULL);
			break;
		}
		last = next;
	}
	generator_free(last);
	return status;
}
