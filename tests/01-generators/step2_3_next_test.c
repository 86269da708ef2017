/* Rung 1.2.3: a generator is made, and runs to its end. */
#include "backtraces.h"
#include "watching.h"

#include <errno.h>
#include <limits.h>

/* Returns the text "done". */
static int ends(void *arg, void **result)
{
	trace("begun");
	*result = "done";
	return 0;
}

static void a_new_generator_has_not_begun(void **state)
{
	Generator *g = generator_new(ends, NULL);

	assert_non_null(g);
	assert_trace("");
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("begun");
	generator_free(g);
}

static void what_it_returns_comes_once(void **state)
{
	void *value = NULL;
	Generator *g = generator_new(ends, NULL);

	assert_int_equal(generator_next(g, &value), 0);
	assert_text(value, "done");
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static int fails(void *arg, void **result)
{
	*result = "lost";
	return -EIO;
}

static void the_error_it_returns_comes_once_and_without_a_value(void **state)
{
	void *value = "untouched";
	Generator *g = generator_new(fails, NULL);

	assert_int_equal(generator_next(g, &value), -EIO);
	assert_null(value);
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static int tells_its_argument(void *arg, void **result)
{
	trace("%s", (char *)arg);
	return *result == NULL ? 0 : -EINVAL;
}

static void each_body_gets_its_own_argument(void **state)
{
	Generator *a = generator_new(tells_its_argument, "a"),
		  *b = generator_new(tells_its_argument, "b");

	assert_int_equal(generator_next(b, NULL), 0);
	assert_int_equal(generator_next(a, NULL), 0);
	assert_trace("b a");
	generator_free(a);
	generator_free(b);
}

static int nexts_itself(void *arg, void **result)
{
	void *value = "untouched";

	trace("%s", generator_next(generator_running(), &value) == -EBUSY ? "busy" : "?");
	trace(value == NULL ? "NULL" : "?");
	*result = "goes on";
	return 0;
}

static void next_on_itself_is_busy(void **state)
{
	void *value = NULL;
	Generator *g = generator_new(nexts_itself, NULL);

	assert_int_equal(generator_next(g, &value), 0);
	assert_text(value, "goes on");
	assert_trace("busy NULL");
	generator_free(g);
}

static void no_generator_means_no_memory(void **state)
{
	void *value = "untouched";

	assert_int_equal(generator_next(NULL, &value), -ENOMEM);
	assert_null(value);
	generator_free(NULL);
}

static int returns_seven(void *arg, void **result)
{
	return 7;
}

static void next_a_positive_one(void)
{
	Generator *g = generator_new(returns_seven, NULL);

	generator_set_name(g, "seven");
	printf("%d", generator_next(g, NULL) == -EINVAL);
	generator_free(g);
}

static int returns_the_least(void *arg, void **result)
{
	return INT_MIN;
}

/* There is no -INT_MIN: it is no errno. */
static void next_the_least(void)
{
	Generator *g = generator_new(returns_the_least, NULL);

	generator_set_name(g, "least");
	printf("%d", generator_next(g, NULL) == -EINVAL);
	generator_free(g);
}

static void a_positive_return_is_reported(void **state)
{
	assert_int_equal(run_child(next_a_positive_one), 0);
	assert_printed("generator 'seven' returned a positive status");
	assert_printed("1");
	assert_int_equal(run_child(next_the_least), 0);
	assert_printed("generator 'least' returned a positive status");
	assert_printed("1");
}

static void next_a_watched_one(void)
{
	watch();
	Generator *g = generator_new(ends, NULL);

	generator_set_name(g, "seen");
	succeeds(generator_next(g, NULL));
	generator_free(g);
}

static void a_next_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(next_a_watched_one), 0);
	assert_printed("main resumes seen\n");
	assert_printed("seen ends: it returns\n");
}

static int resumes_another(void *arg, void **result)
{
	Generator *me = generator_running();

	trace(me == *(Generator **)result ? "?" : "outer");
	succeeds(generator_next(arg, NULL));
	trace(generator_running() == me ? "outer" : "?");
	return 0;
}

static void the_innermost_is_the_one_that_runs(void **state)
{
	Generator *inner = generator_new(ends, NULL);
	Generator *outer = generator_new(resumes_another, inner);

	assert_null(generator_running());
	assert_int_equal(generator_next(outer, NULL), 0);
	assert_null(generator_running());
	assert_trace("outer begun outer");
	generator_free(outer);
	generator_free(inner);
}

static void a_name_is_copied_and_cut(void **state)
{
	char name[] = "a name of more than thirty-one bytes";
	Generator *g = generator_new(ends, NULL);

	assert_non_null(g);
	assert_text(generator_get_name(g), "");
	generator_set_name(g, name);
	name[0] = '?';
	assert_text(generator_get_name(g), "a name of more than thirty-one ");
	generator_set_name(g, generator_get_name(g) + 2);
	assert_text(generator_get_name(g), "name of more than thirty-one ");
	generator_set_name(g, NULL);
	assert_text(generator_get_name(g), "name of more than thirty-one ");
	generator_set_name(NULL, "nobody");
	assert_text(generator_get_name(NULL), "");
	generator_free(g);
}

enum { FRAMES = 60 };

static void trace_a_backtrace(void)
{
	void *found[FRAMES] = { &found, &found };
	int n = backtrace(found, FRAMES);

	trace(n < 1 ? "sees nothing" : n < FRAMES ? "ends" : "has no end");
	for (int i = 0; i < n; i++) {
		if (found[i] == NULL || (uintptr_t)found[i] == UINTPTR_MAX / 255 * 0x41)
			trace("nowhere");
	}
}

static int looks_back(void *arg, void **result)
{
	trace_a_backtrace();
	return 0;
}

static void a_backtrace_from_a_body_ends(void **state)
{
	Generator *g = generator_new(looks_back, NULL);

	needs_backtraces();
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("ends");
	generator_free(g);
}

TESTS(T(a_new_generator_has_not_begun), T(what_it_returns_comes_once),
      T(the_error_it_returns_comes_once_and_without_a_value),
      T(each_body_gets_its_own_argument), T(next_on_itself_is_busy),
      T(no_generator_means_no_memory), T(a_positive_return_is_reported),
      T(a_next_is_seen_in_a_trace), T(the_innermost_is_the_one_that_runs),
      T(a_name_is_copied_and_cut), T(a_backtrace_from_a_body_ends))
