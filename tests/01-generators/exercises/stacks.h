/* stacks.h - how many generators an exercise has forgotten, and what it does when there
 * is no memory for one more. */
#ifndef STACKS_H
#define STACKS_H

#include "generator.h"
#include "testing.h"

#include <sys/resource.h>

enum { STACKS = 64 }; /* as many as a slab has */

static inline int ends(void *arg, void **result)
{
	return 0;
}

/* Leaves so many stacks idle, which the next generators take. */
static inline void leave_stacks_idle(void)
{
	Generator *all[STACKS];

	for (int i = 0; i < STACKS; i++)
		all[i] = generator_new(ends, NULL);
	for (int i = 0; i < STACKS; i++)
		generator_free(all[i]);
}

/* Returns how many generators have not been freed since leave_stacks_idle; 0 if rung
 * 1.4.2, on which a stack is used again, is not written. */
static inline long generators_not_freed(void)
{
	size_t n_idle = stack_pool(CALLSTACK_SIZE)->n_idle;

	return n_idle == 0 ? 0 : STACKS - (long)n_idle;
}

static inline void needs_idle_stacks(void)
{
	leave_stacks_idle();
	if (stack_pool(CALLSTACK_SIZE)->n_idle == 0)
		skip_because("rung 1.4.2, where stacks are used again, is not "
		             "written");
}

/* With false, no slab can be mapped from now on. Sanitizers need memory themselves:
 * call needs_limits first. */
static inline void allow_memory(bool allowed)
{
	struct rlimit limit = { allowed ? RLIM_INFINITY : 0, RLIM_INFINITY };

	setrlimit(RLIMIT_AS, &limit);
}

static inline void needs_limits(void)
{
	if (SANITIZED || TEST_SCALE > 1)
		skip_because("sanitizers and valgrind need memory for themselves");
}

#endif
