/* permutations.h - all orders of a string's letters. */
#ifndef PERMUTATIONS_H
#define PERMUTATIONS_H

#include "generator.h"

int permutations(void *arg, void **result);

#endif
