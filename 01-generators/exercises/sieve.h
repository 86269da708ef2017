/* sieve.h - prime numbers. */
#ifndef SIEVE_H
#define SIEVE_H

#include "generator.h"

int primes(void *arg, void **result);

#endif
