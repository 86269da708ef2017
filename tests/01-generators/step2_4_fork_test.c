/* Rung 1.2.4: a process with generators forks: both processes go on with them. */
#include "../forked.h"
#include "yields.h"

#include <stdlib.h>

/* Both stacks write it, in turns. */
static int written;

static int forks(void *arg, void **result)
{
	written = 1;
	bool in_child = is_forked();
	written = in_child ? 2 : 3;
	int error = generator_yield(&written, NULL);
	written += error < 0 ? 100 : 10;
	return error;
}

/* The child, where the sum is 22 and not 23, exits: if a sanitizer has complained there,
 * its status is another one. */
static void a_body_that_forks_goes_on_in_both_processes(void **state)
{
	void *value = NULL;
	Generator *g = generator_new(forks, NULL);

	needs_yield();
	written = 0;
	assert_int_equal(generator_next(g, &value), 1);
	assert_ptr_equal(value, &written);
	written += 10;
	assert_int_equal(generator_next(g, &value), 0);
	generator_free(g);
	if (written != 23)
		exit(written);
	assert_trace("child:22");
}

static int counts(void *arg, void **result)
{
	int error = 0;

	while (error == 0) {
		written++;
		error = generator_yield(&written, NULL);
	}
	return error;
}

static void a_body_that_was_paused_goes_on_in_both_processes(void **state)
{
	Generator *g = generator_new(counts, NULL);

	needs_yield();
	written = 0;
	assert_int_equal(generator_next(g, NULL), 1);
	written += 10;
	bool in_child = is_forked();
	assert_int_equal(generator_next(g, NULL), 1);
	written += 10;
	assert_int_equal(generator_next(g, NULL), 1);
	generator_free(g);
	if (in_child)
		exit(written);
	assert_trace("child:23");
	assert_int_equal(written, 23);
}

TESTS(T(a_body_that_forks_goes_on_in_both_processes),
      T(a_body_that_was_paused_goes_on_in_both_processes))
