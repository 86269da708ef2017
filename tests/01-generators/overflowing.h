/* overflowing.h - generators that overflow their stacks, and what must be said of it. */
#ifndef OVERFLOWING_H
#define OVERFLOWING_H

#include "generator.h"
#include "testing.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* Recursion without end, though no compiler can know. */
static volatile bool for_ever = true;

static inline int overflow(int depth)
{
	volatile char frame[512];

	frame[0] = (char)depth;
	return for_ever ? overflow(depth + 1) + frame[0] : 0;
}

static inline int overflows(void *arg, void **result)
{
	return overflow(0);
}

static inline void overflow_named(void)
{
	Generator *g = generator_new(overflows, NULL);

	generator_set_name(g, "bottomless");
	succeeds(generator_next(g, NULL));
}

/* Uses up so many bytes and a little more. Each call looks at the frame of its caller,
 * or a compiler would make a loop of it. */
static inline long use_below(size_t bytes, volatile char *above)
{
	volatile char frame[1024];

	frame[0] = above[0];
	return bytes < 1024 ? frame[0] : use_below(bytes - 1024, frame) + frame[0];
}

static inline long use(size_t bytes)
{
	volatile char one = 1;

	return use_below(bytes, &one);
}

static inline int uses_a_little_too_much(void *arg, void **result)
{
	return use(100 * 1024) < 0;
}

/* Runs a body on the third stack, below which lie two that are not in use: without a
 * guard it would spoil them, and end well. */
static inline void overflow_the_third(GeneratorFn *fn)
{
	Generator *g;

	generator_new(overflows, NULL);
	generator_new(overflows, NULL);
	g = generator_new(fn, NULL);
	succeeds(generator_next(g, NULL));
}

static inline void overflow_a_little(void)
{
	overflow_the_third(uses_a_little_too_much);
}

/* Expects the status of a process that has crashed where memory is guarded. */
static inline void assert_crashed(int status)
{
	if (status != -SIGSEGV && status != -SIGBUS) /* as it is called on some systems */
		fail_msg("it should have ended by SIGSEGV (-%d); its status is %d",
		         SIGSEGV, status);
}

/* What overflows in the child. */
static void (*overflowing)(void);

/* A handler that returns to what has overflowed would be called for ever. */
static inline void overflow_in_time(void)
{
	rlim_t seconds = TEST_SCALE == 1 ? 5 : 100;
	struct rlimit limit = { seconds, seconds };

	setrlimit(RLIMIT_CPU, &limit);
	overflowing();
}

/* Runs act in a child, which an overflow should end. */
static inline void assert_overflow_ends_the_process(void (*act)(void))
{
	overflowing = act;
	int status = run_child(overflow_in_time);

	if (SANITIZED) {
		assert_int_not_equal(status, 0); /* it tells in its own words */
		return;
	}
	if (status == -SIGXCPU || status == -SIGKILL)
		printf("it overflows again and again: does the handler put the "
		       "default action of the signal back?\n");
	assert_crashed(status);
}

static inline void assert_overflow_is_told_of(void (*act)(void), const char *size)
{
	char expected[100];

	assert_overflow_ends_the_process(act);
	snprintf(expected, sizeof expected,
	         "stack overflow: generator 'bottomless' has used up its %s\n", size);
	if (!SANITIZED)
		assert_printed(expected);
}

static inline void assert_overflow_is_told(void (*act)(void))
{
	assert_overflow_is_told_of(act, "64 KiB");
}

#endif
