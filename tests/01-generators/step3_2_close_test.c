/* Rung 1.3.2: a generator is closed. */
#include "scripted.h"
#include "watching.h"

static void close_lets_it_clean_up_once(void **state)
{
	Script script = { .name = "a", .on_error = LET_OUT };
	Generator *g = paused(&script);

	assert_int_equal(generator_close(g), 0);
	assert_int_equal(generator_close(g), 0);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("a:0");
	generator_free(g);
}

static void closing_a_new_generator_never_begins_it(void **state)
{
	void *value = "untouched";
	Script script = { .name = "a" };
	Generator *g = generator_new(scripted, &script);

	assert_int_equal(generator_result(g, &value), -EINPROGRESS);
	assert_null(value);
	value = "untouched";
	assert_int_equal(generator_close(g), 0);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_int_equal(generator_result(g, &value), 0);
	assert_null(value);
	assert_trace("");
	generator_free(g);
}

static void closing_a_finished_one_does_nothing(void **state)
{
	void *value = NULL;
	Script script = { .name = "a", .yields = "second", .returns = "result" };
	Generator *g = paused(&script), *closed = paused(&script);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_next(g, NULL), 0);
	for (int again = 0; again < 3; again++) {
		assert_int_equal(generator_close(g), 0);
		assert_int_equal(generator_close(closed), 0);
		assert_int_equal(generator_close(NULL), 0);
	}
	assert_int_equal(generator_result(g, &value), 0);
	assert_text(value, "result");
	assert_int_equal(generator_result(closed, &value), -ECANCELED);
	assert_null(value);
	generator_free(g);
	generator_free(closed);
}

static void close_returns_the_error_of_the_cleanup(void **state)
{
	Script script = { .name = "a", .on_error = FAIL_ON };
	Generator *g = paused(&script);

	assert_int_equal(generator_close(g), -EPIPE);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_int_equal(generator_close(g), 0);
	generator_free(g);
}

static void what_it_returns_when_closed_is_kept(void **state)
{
	void *value = NULL;
	Script script = { .name = "a", .on_error = RETURN_ON, .returns = "farewell" };
	Generator *g = paused(&script);

	assert_int_equal(generator_close(g), 0);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(generator_result(g, &value), 0);
		assert_text(value, "farewell");
	}
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static void yielding_instead_of_ending_is_a_breach(void **state)
{
	Script script = { .name = "a", .on_error = YIELD_ON, .yields = "no" };
	Generator *g = paused(&script);

	assert_int_equal(generator_close(g), -EPROTO);
	assert_int_equal(generator_result(g, NULL), -EINPROGRESS);
	assert_int_equal(generator_close(g), 0);
	assert_int_equal(generator_result(g, NULL), -ECANCELED);
	generator_free(g);
}

static void freeing_a_paused_one_closes_it_first(void **state)
{
	Script script = { .name = "a", .on_error = LET_OUT };
	Generator *g = paused(&script);

	generator_free(g);
	assert_trace("a:0");
}

static void free_stubborn(void)
{
	Script script = { .name = "stubborn", .on_error = YIELD_ON };
	Generator *g = generator_new(scripted, &script);

	generator_set_name(g, "stubborn");
	succeeds(generator_next(g, NULL));
	generator_free(g);
	printf("goes on");
}

static void one_that_will_not_end_is_abandoned_aloud(void **state)
{
	assert_int_equal(run_child(free_stubborn), 0);
	assert_text(program_output, "generator 'stubborn' yields instead of "
	                            "ending: it is abandoned\ngoes on");
}

static void free_clumsy(void)
{
	Script script = { .name = "clumsy", .on_error = FAIL_ON };
	Generator *g = generator_new(scripted, &script);

	generator_set_name(g, "clumsy");
	succeeds(generator_next(g, NULL));
	generator_free(g);
}

static void an_error_of_the_last_cleanup_is_reported(void **state)
{
	assert_int_equal(run_child(free_clumsy), 0);
	assert_text(program_output,
	            "generator 'clumsy' failed while it was closed: Broken pipe\n");
}

static void close_while_watched(void)
{
	Script script = { .name = "a" };
	Generator *g;

	watch();
	g = generator_new(scripted, &script);
	generator_set_name(g, "seen");
	succeeds(generator_next(g, NULL));
	succeeds(generator_close(g));
	generator_free(g);
}

static void a_close_is_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(close_while_watched), 0);
	assert_printed("main closes seen\n");
}

static int closes_itself(void *arg, void **result)
{
	trace("%d", generator_close(generator_running()) == -EBUSY);
	return generator_yield(NULL, NULL);
}

static void a_running_generator_cannot_be_closed(void **state)
{
	Generator *g = generator_new(closes_itself, NULL);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_trace("1");
	assert_int_equal(generator_next(g, NULL), 0);
	generator_free(g);
}

TESTS(T(close_lets_it_clean_up_once), T(closing_a_new_generator_never_begins_it),
      T(closing_a_finished_one_does_nothing), T(close_returns_the_error_of_the_cleanup),
      T(what_it_returns_when_closed_is_kept), T(yielding_instead_of_ending_is_a_breach),
      T(freeing_a_paused_one_closes_it_first),
      T(one_that_will_not_end_is_abandoned_aloud),
      T(an_error_of_the_last_cleanup_is_reported), T(a_close_is_seen_in_a_trace),
      T(a_running_generator_cannot_be_closed))
