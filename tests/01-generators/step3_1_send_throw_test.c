/* Rung 1.3.1: a value is sent, an error is thrown. */
#include "scripted.h"
#include "watching.h"

#include <limits.h>

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

static int tells_what_is_sent_with_an_error(void *arg, void **result)
{
	void *sent = "untouched";
	int error = generator_yield(NULL, &sent);

	trace(error == -EIO && sent == NULL ? "NULL" : "?");
	*result = "cleaned up";
	return 0;
}

static void nothing_is_sent_with_an_error(void **state)
{
	Generator *g = generator_new(tells_what_is_sent_with_an_error, NULL);
	void *value = NULL;

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_throw(g, -EIO, NULL), 0);
	assert_trace("NULL");
	for (int again = 0; again < 2; again++) {
		assert_int_equal(generator_result(g, &value), 0);
		assert_text(value, "cleaned up");
	}
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
	Generator *g = paused(&script), *new = generator_new(scripted, &script);
	static const int wrong[] = { 0, EIO, INT_MAX, INT_MIN };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		void *value = "untouched";
		assert_int_equal(generator_throw(g, wrong[i], &value), -EINVAL);
		assert_null(value);
		assert_int_equal(generator_throw(new, wrong[i], NULL), -EINVAL);
	}
	void *value = "untouched";
	assert_int_equal(generator_next(g, &value), 1);
	assert_text(value, "second");
	assert_int_equal(generator_result(new, NULL), -EINPROGRESS);
	generator_free(g);
	generator_free(new);
}

static int stores_and_pauses(void *arg, void **result)
{
	*result = "not yet";
	return generator_yield(NULL, NULL);
}

static void what_a_paused_body_has_stored_is_no_result_yet(void **state)
{
	Generator *g = generator_new(stores_and_pauses, NULL);
	void *value = "untouched";

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_result(g, &value), -EINPROGRESS);
	assert_null(value);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_int_equal(generator_result(g, &value), 0);
	assert_text(value, "not yet");
	generator_free(g);
}

static int attacks_itself(void *arg, void **result)
{
	Generator *me = generator_running();

	trace("%d", generator_throw(me, -EIO, NULL) == -EBUSY);
	trace("%d", generator_send(me, "x", NULL) == -EBUSY);
	trace("%d", generator_result(me, NULL) == -EINPROGRESS);
	return generator_yield(NULL, NULL);
}

static void a_running_generator_is_left_alone(void **state)
{
	Generator *g = generator_new(attacks_itself, NULL);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_trace("1 1 1");
	assert_int_equal(generator_next(g, NULL), 0);
	generator_free(g);
}

static void send_and_throw_while_watched(void)
{
	Script script = { .name = "a", .on_error = YIELD_ON, .yields = "second" };
	Generator *g;

	watch();
	g = generator_new(scripted, &script);
	generator_set_name(g, "seen");
	succeeds(generator_send(g, NULL, NULL));
	succeeds(generator_send(g, "hello", NULL));
	ignore_status(generator_throw(g, -EIO, NULL));
	generator_free(g);
}

static void a_send_and_a_throw_are_seen_in_a_trace(void **state)
{
	assert_int_equal(run_child(send_and_throw_while_watched), 0);
	assert_printed("main resumes seen\n");
	assert_printed("main resumes seen, and sends it a value\n");
	assert_printed("main throws into seen: ");
}

static void no_generator_is_one_there_was_no_memory_for(void **state)
{
	void *value = "untouched";

	assert_int_equal(generator_send(NULL, "x", &value), -ENOMEM);
	assert_null(value);
	assert_int_equal(generator_throw(NULL, -EIO, NULL), -ENOMEM);
	assert_int_equal(generator_result(NULL, NULL), -ENOMEM);
}

TESTS(T(send_gives_the_yield_its_value), T(send_NULL_is_next),
      T(a_new_generator_can_be_sent_nothing),
      T(what_is_thrown_can_be_answered_by_a_yield),
      T(what_is_thrown_can_be_answered_by_a_return),
      T(what_is_thrown_comes_out_after_the_cleanup), T(nothing_is_sent_with_an_error),
      T(a_throw_into_a_new_generator_never_begins_it),
      T(a_throw_into_a_finished_generator_runs_nothing), T(only_errors_can_be_thrown),
      T(what_a_paused_body_has_stored_is_no_result_yet),
      T(a_running_generator_is_left_alone), T(a_send_and_a_throw_are_seen_in_a_trace),
      T(no_generator_is_one_there_was_no_memory_for))
