/* sieve.c - all prime numbers, by generators that grow a chain.
 *
 * Each prime is a filter that lets pass what it does not divide. The first number that
 * passes all filters is the next prime, and becomes the next filter. Doug McIlroy drew
 * this in 1968, and each language with coroutines since then has it among its
 * examples. */
#include "sieve.h"

/* The body of a generator; arg is not used. Yields a long *, the prime numbers from 2
 * on, without end; what the pointer points to holds until the generator is resumed.
 * Memory grows with the number of primes; if there is none, it ends with -ENOMEM. When
 * it ends, because it is closed or because of an error, everything that it has made is
 * freed. */
int primes(void *arg, void **result)
{
	return 0;
}
