/* Rung 1.3.4: an outer generator is paused from within an inner one. */
#include "generator.h"
#include "testing.h"

#include <errno.h>

static Generator *outermost;

static int suspends(void *arg, void **result)
{
	trace("before");
	generator_suspend(outermost);
	generator_suspend(outermost);
	trace(generator_running() == *(Generator **)arg ? "inside" : "?");
	return generator_yield("mine", NULL);
}

static int drives(void *arg, void **result)
{
	void *value = NULL;

	trace("%d", generator_next(*(Generator **)arg, &value));
	trace("%s", (char *)value);
	for (int i = 0; i < 3; i++) {
		succeeds(generator_yield("own", NULL));
		trace(generator_running() == outermost ? "outside" : "?");
	}
	return 0;
}

static void suspend_pauses_the_outermost_with_all_inside_it(void **state)
{
	Generator *inner = generator_new(suspends, &inner);
	void *value = "untouched";

	outermost = generator_new(drives, &inner);
	assert_int_equal(generator_next(outermost, &value), 1);
	assert_null(value);
	assert_trace("before");
	assert_null(generator_running());
	assert_int_equal(generator_next(inner, NULL), -EBUSY);
	assert_int_equal(generator_close(inner), -EBUSY);
	assert_int_equal(generator_send(outermost, "lost", &value), 1);
	assert_null(value);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(generator_next(outermost, &value), 1);
		assert_text(value, "own");
	}
	assert_int_equal(generator_next(outermost, &value), 0);
	assert_trace("before inside 1 mine outside outside outside");
	assert_int_equal(generator_next(inner, &value), 0);
	generator_free(outermost);
	generator_free(inner);
}

TESTS(T(suspend_pauses_the_outermost_with_all_inside_it))
