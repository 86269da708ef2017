/* Step 1.3: what can be done to a paused generator, besides going on. */
#include "generator.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

/* A body written in data: what it does with an error that is thrown in. */
typedef struct Script {
	const char *name; /* traced when it cleans up */
	enum { LET_OUT, YIELD_ON, RETURN_ON, FAIL_ON } on_error;
	const char *yields;  /* YIELD_ON: what, once */
	const char *returns; /* what it returns in the end */
} Script;

static int run_script(Script *script, int error, void **sent, void **result)
{
	if (error < 0)
		trace("%s:%d", script->name, error == -ECANCELED ? 0 : error);
	if (error == 0 || script->on_error == YIELD_ON)
		return generator_yield((void *)script->yields, sent);
	*result = (void *)script->returns;
	if (script->on_error == FAIL_ON)
		return -EPIPE;
	return script->on_error == RETURN_ON ? 0 : error;
}

/* Yields "first"; says what it is sent; does as its script says with what is thrown. */
static int scripted(void *arg, void **result)
{
	Script *script = arg;
	void *sent;
	int error = generator_yield("first", &sent);

	if (error == 0)
		trace("%s:%s", script->name, sent == NULL ? "NULL" : (char *)sent);
	error = run_script(script, error, &sent, result);
	if (error == 0 && script->on_error == YIELD_ON && sent != NULL)
		trace("%s:%s", script->name, (char *)sent);
	if (error == 0)
		*result = (void *)script->returns;
	return error;
}

static Generator *paused(Script *script)
{
	Generator *g = generator_new(scripted, script);

	assert_int_equal(generator_next(g, NULL), 1);
	return g;
}

static void send_gives_the_yield_its_value(void **state)
{
	Script script = { .name = "a", .yields = "second" };
	Generator *g = paused(&script);
	void *value = NULL;

	assert_int_equal(generator_send(g, "hello", &value), 1);
	assert_text(value, "second");
	assert_trace("a:hello");
	generator_free(g);
}

static void send_NULL_is_next(void **state)
{
	Script script = { .name = "a", .yields = "second" };
	Generator *g = generator_new(scripted, &script);
	void *value = NULL;

	assert_int_equal(generator_send(g, NULL, &value), 1);
	assert_text(value, "first");
	assert_int_equal(generator_send(g, NULL, &value), 1);
	assert_text(value, "second");
	assert_trace("a:NULL");
	assert_int_equal(generator_send(g, NULL, NULL), 0);
	assert_int_equal(generator_send(g, "too late", &value), 0);
	assert_null(value);
	generator_free(g);
}

static void a_new_generator_can_be_sent_nothing(void **state)
{
	Script script = { .name = "a" };
	Generator *g = generator_new(scripted, &script);
	void *value = "untouched";

	assert_int_equal(generator_send(g, "hello", &value), -EINVAL);
	assert_null(value);
	assert_int_equal(generator_next(g, &value), 1);
	assert_text(value, "first");
	generator_free(g);
}

static void what_is_thrown_can_be_answered_by_a_yield(void **state)
{
	Script script = { .name = "a", .on_error = YIELD_ON, .yields = "answer" };
	Generator *g = paused(&script);
	void *value = NULL;

	assert_int_equal(generator_throw(g, -EIO, &value), 1);
	assert_text(value, "answer");
	assert_int_equal(generator_send(g, "on", NULL), 0);
	assert_trace("a:-5 a:on");
	generator_free(g);
}

static void what_is_thrown_can_be_answered_by_a_return(void **state)
{
	Script script = { .name = "a", .on_error = RETURN_ON, .returns = "result" };
	Generator *g = paused(&script);
	void *value = NULL;

	assert_int_equal(generator_throw(g, -EIO, &value), 0);
	assert_text(value, "result");
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static void what_is_thrown_comes_out_after_the_cleanup(void **state)
{
	Script script = { .name = "a", .on_error = LET_OUT };
	Generator *g = paused(&script);
	void *value = "untouched";

	assert_int_equal(generator_throw(g, -EIO, &value), -EIO);
	assert_null(value);
	assert_trace("a:-5");
	assert_int_equal(generator_next(g, NULL), 0);
	generator_free(g);
}

static void a_throw_into_a_new_generator_never_begins_it(void **state)
{
	Script script = { .name = "a", .on_error = YIELD_ON };
	Generator *g = generator_new(scripted, &script);

	assert_int_equal(generator_throw(g, -EIO, NULL), -EIO);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_int_equal(generator_result(g, NULL), -EIO);
	assert_trace("");
	generator_free(g);
}

static void a_throw_into_a_finished_generator_runs_nothing(void **state)
{
	Script script = { .name = "a" };
	Generator *g = paused(&script);

	assert_int_equal(generator_throw(g, -EIO, NULL), -EIO);
	assert_int_equal(generator_throw(g, -EPIPE, NULL), -EPIPE);
	assert_int_equal(generator_result(g, NULL), -EIO);
	assert_trace("a:-5");
	generator_free(g);
}

static void only_errors_can_be_thrown(void **state)
{
	Script script = { .name = "a", .yields = "second" };
	Generator *g = paused(&script);
	void *value = "untouched";

	assert_int_equal(generator_throw(g, 0, &value), -EINVAL);
	assert_int_equal(generator_throw(g, EIO, &value), -EINVAL);
	assert_null(value);
	assert_int_equal(generator_next(g, &value), 1);
	assert_text(value, "second");
	generator_free(g);
}

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
	Generator *g = paused(&script);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_next(g, NULL), 0);
	for (int again = 0; again < 3; again++)
		assert_int_equal(generator_close(g), 0);
	assert_int_equal(generator_result(g, &value), 0);
	assert_text(value, "result");
	generator_free(g);
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

static int attacks_itself(void *arg, void **result)
{
	Generator *me = generator_running();

	trace("%d", generator_close(me) == -EBUSY);
	trace("%d", generator_throw(me, -EIO, NULL) == -EBUSY);
	trace("%d", generator_send(me, "x", NULL) == -EBUSY);
	trace("%d", generator_result(me, NULL) == -EINPROGRESS);
	trace("%d", generator_yield_from(me, NULL) == -EBUSY);
	return generator_yield(NULL, NULL);
}

static void a_running_generator_is_left_alone(void **state)
{
	Generator *g = generator_new(attacks_itself, NULL);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_trace("1 1 1 1 1");
	assert_int_equal(generator_next(g, NULL), 0);
	generator_free(g);
}

static void no_generator_is_one_there_was_no_memory_for(void **state)
{
	void *value = "untouched";

	assert_int_equal(generator_send(NULL, "x", &value), -ENOMEM);
	assert_null(value);
	assert_int_equal(generator_throw(NULL, -EIO, NULL), -ENOMEM);
	assert_int_equal(generator_result(NULL, NULL), -ENOMEM);
	assert_int_equal(generator_close(NULL), 0);
}

TESTS(T(send_gives_the_yield_its_value), T(send_NULL_is_next),
      T(a_new_generator_can_be_sent_nothing),
      T(what_is_thrown_can_be_answered_by_a_yield),
      T(what_is_thrown_can_be_answered_by_a_return),
      T(what_is_thrown_comes_out_after_the_cleanup),
      T(a_throw_into_a_new_generator_never_begins_it),
      T(a_throw_into_a_finished_generator_runs_nothing), T(only_errors_can_be_thrown),
      T(close_lets_it_clean_up_once), T(closing_a_new_generator_never_begins_it),
      T(closing_a_finished_one_does_nothing), T(close_returns_the_error_of_the_cleanup),
      T(what_it_returns_when_closed_is_kept), T(yielding_instead_of_ending_is_a_breach),
      T(freeing_a_paused_one_closes_it_first),
      T(one_that_will_not_end_is_abandoned_aloud),
      T(an_error_of_the_last_cleanup_is_reported), T(a_running_generator_is_left_alone),
      T(no_generator_is_one_there_was_no_memory_for))
