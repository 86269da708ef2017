/* Rung 1.4.2: what is left on a stack that is used again misleads nobody. */
#include "backtraces.h"
#include "generator.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Leaves a stack behind of which every byte that it could reach is 0x41. */
static int fills_its_stack(void *arg, void **result)
{
	volatile char bytes[32 * 1024];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = 0x41;
	return generator_yield(NULL, NULL);
}

/* A new generator on a stack that was used. Its first frame lies lower by the room, so
 * that it begins where there was another one. */
static Generator *on_a_used_stack(GeneratorFn *fn)
{
	Generator *used = generator_new(fills_its_stack, NULL);

	succeeds(generator_next(used, NULL));
	generator_free(used);
	StackPool *pool = stack_pool(CALLSTACK_SIZE);
	Generator *g = generator_new_with_room(fn, NULL, pool, 1024);
	trace(g == used ? "used" : "not used");
	return g;
}

static int looks_back(void *arg, void **result)
{
	void *found[60];
	int n = backtrace(found, 60);

	trace(n >= 1 && n < 10 ? "ends" : "has no end: %d frames", n);
	return 0;
}

static void a_backtrace_ends_on_a_used_stack_too(void **state)
{
	Generator *g = on_a_used_stack(looks_back);

	needs_backtraces();
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("used ends");
	generator_free(g);
}

static int ends_the_thread(void *arg, void **result)
{
	pthread_exit("ended");
	return 0;
}

static void *thread_that_ends_in_a_body(void *unused)
{
	succeeds(generator_next(on_a_used_stack(ends_the_thread), NULL));
	return "went on";
}

static void a_thread_may_end_in_a_body(void **state)
{
	pthread_t thread;
	void *how = NULL;

	if (SANITIZED)
		skip_because(
			"AddressSanitizer is not told that the thread's stack is back");
	assert_int_equal(pthread_create(&thread, NULL, thread_that_ends_in_a_body, NULL),
	                 0);
	assert_int_equal(pthread_join(thread, &how), 0);
	assert_text(how, "ended");
	assert_trace("used");
}

/* What a sanitizer that looks for leaks must not complain about: memory that only the
 * stack of a paused body refers to, and memory that only the thread's own stack does. */
static int keeps_memory(void *arg, void **result)
{
	char *volatile kept = malloc(1000);
	int error = generator_yield(NULL, NULL);

	free(kept);
	return error;
}

static int exits(void *arg, void **result)
{
	char *volatile kept = malloc(2000);

	exit(kept == NULL);
}

static void exit_in_a_body(void)
{
	char *volatile kept = malloc(3000);
	Generator *paused = generator_new(keeps_memory, NULL);

	succeeds(generator_next(paused, NULL));
	succeeds(generator_next(generator_new(exits, NULL), NULL));
	free(kept);
}

static void exit_in_a_body_is_no_leak(void **state)
{
	assert_int_equal(run_child(exit_in_a_body), 0);
	assert_text(program_output, "");
	generator_free(on_a_used_stack(looks_back));
	assert_trace("used");
}

TESTS(T(a_backtrace_ends_on_a_used_stack_too), T(a_thread_may_end_in_a_body),
      T(exit_in_a_body_is_no_leak))
