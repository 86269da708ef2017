/* first_success.h - several attempts, each begun a little later; the first to succeed
 * wins. */
#ifndef FIRST_SUCCESS_H
#define FIRST_SUCCESS_H

#include "tasks.h"

MUST_CHECK int first_success(CoroutineFn *fn, void *args[], size_t n, double delay,
                             void **result);

#endif
