/* map_limited.h - a function that is applied to many things, some at a time. */
#ifndef MAP_LIMITED_H
#define MAP_LIMITED_H

#include "tasks.h"
#include "taskgroups.h"

MUST_CHECK int map_limited(CoroutineFn *fn, void *args[], void *results[], size_t n,
                           size_t limit);

#endif
