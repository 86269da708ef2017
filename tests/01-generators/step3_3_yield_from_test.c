/* Rung 1.3.3: a generator yields from another one. */
#include "generator.h"
#include "testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The inner one: says what it is sent; on_error decides what it makes of what is
 * thrown. */
typedef struct Inner {
	enum { LET_OUT, YIELD_ON, RETURN_ON, FAIL_ON } on_error;
	int yields;
} Inner;

static int inner_body(void *arg, void **result)
{
	Inner *inner = arg;
	void *sent;
	int error = 0;

	for (intptr_t i = 1; i <= inner->yields && error == 0; i++) {
		error = generator_yield((void *)i, &sent);
		if (error == 0 && sent != NULL)
			trace("inner:%s", (char *)sent);
	}
	if (error < 0)
		trace("inner:%s", error == -ECANCELED ? "closed" : "thrown");
	if (error < 0 && inner->on_error == YIELD_ON)
		error = generator_yield((void *)99, NULL);
	*result = "inner result";
	if (error < 0 && inner->on_error == FAIL_ON)
		return -EPIPE;
	return inner->on_error == RETURN_ON ? 0 : error;
}

/* The outer one: delegates, says how that ended, and yields "after" unless it was
 * stopped. */
static int outer_body(void *arg, void **result)
{
	void *value = "untouched";
	int error = generator_yield_from(arg, &value);

	trace("outer:%s", error == 0            ? (char *)value
	                  : error == -ECANCELED ? "closed"
	                  : error == -EPIPE     ? "EPIPE"
	                  : error == -EPROTO    ? "EPROTO"
	                                        : "thrown");
	if (error < 0 && value != NULL)
		trace("outer:something");
	if (error == -ECANCELED || error == -EPIPE || error == -EPROTO)
		return error;
	return generator_yield("after", NULL);
}

typedef struct Pair {
	Generator *inner, *outer;
} Pair;

/* Both, with the outer one paused at inner's first yield. */
static Pair delegating(Inner *script)
{
	Pair pair = { generator_new(inner_body, script), NULL };
	void *value = NULL;

	pair.outer = generator_new(outer_body, pair.inner);
	assert_int_equal(generator_next(pair.outer, &value), 1);
	if (script->yields > 0)
		assert_int_equal((intptr_t)value, 1);
	else
		assert_text(value, "after");
	return pair;
}

static void free_pair(Pair pair)
{
	generator_free(pair.outer);
	generator_free(pair.inner);
}

static void inner_values_pass_unchanged_and_its_result_is_the_value(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ .yields = 2 });

	assert_int_equal(generator_next(pair.outer, &value), 1);
	assert_int_equal((intptr_t)value, 2);
	assert_int_equal(generator_next(pair.outer, &value), 1);
	assert_text(value, "after");
	assert_trace("outer:inner result");
	assert_int_equal(generator_next(pair.outer, NULL), 0);
	free_pair(pair);
}

static void an_inner_one_that_yields_nothing_does_not_pause_the_outer(void **state)
{
	Pair pair = delegating(&(Inner){ .yields = 0 });

	assert_trace("outer:inner result");
	free_pair(pair);
}

static void what_is_sent_reaches_the_innermost(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ .yields = 2 });

	assert_int_equal(generator_send(pair.outer, "hello", &value), 1);
	assert_int_equal((intptr_t)value, 2);
	assert_trace("inner:hello");
	free_pair(pair);
}

static void inner_answers_a_throw_and_the_outer_never_notices(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ YIELD_ON, 1 });

	assert_int_equal(generator_throw(pair.outer, -EIO, &value), 1);
	assert_int_equal((intptr_t)value, 99);
	assert_trace("inner:thrown");
	free_pair(pair);
}

static void inner_ends_at_a_throw_and_the_outer_goes_on(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ RETURN_ON, 1 });

	assert_int_equal(generator_throw(pair.outer, -EIO, &value), 1);
	assert_text(value, "after");
	assert_trace("inner:thrown outer:inner result");
	free_pair(pair);
}

static void a_throw_goes_through_the_inner_to_the_outer(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ LET_OUT, 1 });

	assert_int_equal(generator_throw(pair.outer, -EIO, &value), 1);
	assert_text(value, "after");
	assert_trace("inner:thrown outer:thrown");
	free_pair(pair);
}

static void a_throw_of_ECANCELED_is_no_close(void **state)
{
	void *value = NULL;
	Pair pair = delegating(&(Inner){ YIELD_ON, 1 });

	assert_int_equal(generator_throw(pair.outer, -ECANCELED, &value), 1);
	assert_int_equal((intptr_t)value, 99);
	free_pair(pair);
}

static void close_cleans_up_from_the_inside_out(void **state)
{
	Pair pair = delegating(&(Inner){ LET_OUT, 1 });

	assert_int_equal(generator_close(pair.outer), 0);
	assert_trace("inner:closed outer:closed");
	free_pair(pair);
}

static void an_inner_one_cannot_swallow_a_close(void **state)
{
	Pair pair = delegating(&(Inner){ RETURN_ON, 1 });

	assert_int_equal(generator_close(pair.outer), 0);
	assert_trace("inner:closed outer:closed");
	free_pair(pair);
}

static void an_error_of_the_inner_cleanup_takes_the_place_of_the_close(void **state)
{
	Pair pair = delegating(&(Inner){ FAIL_ON, 1 });

	assert_int_equal(generator_close(pair.outer), -EPIPE);
	assert_trace("inner:closed outer:EPIPE");
	free_pair(pair);
}

static void an_inner_one_that_yields_at_a_close_fails_the_outer(void **state)
{
	Pair pair = delegating(&(Inner){ YIELD_ON, 1 });

	assert_int_equal(generator_close(pair.outer), -EPROTO);
	assert_trace("inner:closed outer:EPROTO");
	assert_int_equal(generator_result(pair.inner, NULL), -EINPROGRESS);
	free_pair(pair);
}

static void free_one_whose_inner_one_is_stubborn(void)
{
	Inner script = { YIELD_ON, 1 };
	Generator *inner = generator_new(inner_body, &script);
	Generator *outer = generator_new(outer_body, inner);

	generator_set_name(outer, "outer");
	succeeds(generator_next(outer, NULL));
	generator_free(outer);
}

static void the_outer_one_is_not_blamed_for_it(void **state)
{
	assert_int_equal(run_child(free_one_whose_inner_one_is_stubborn), 0);
	assert_text(program_output,
	            "generator 'outer' failed while it was closed: Protocol error\n");
}

static void outside_a_generator_or_without_an_inner_one_it_is_refused(void **state)
{
	Inner script = { .yields = 1 };
	Generator *inner = generator_new(inner_body, &script);
	Generator *outer = generator_new(outer_body, NULL);
	void *value = "untouched";

	assert_int_equal(generator_yield_from(inner, &value), -EPERM);
	assert_null(value);
	assert_int_equal(generator_next(inner, &value), 1);
	assert_int_equal((intptr_t)value, 1);
	assert_int_equal(generator_next(outer, &value), 1);
	assert_trace("outer:thrown");
	free_pair((Pair){ inner, outer });
}

/* A chain: each delegates to the next, the last one echoes. */
typedef struct Level {
	Generator *g;
	struct Level *below;
} Level;

static long returned;

static int chain_body(void *arg, void **result)
{
	Level *level = arg;
	void *sent = NULL;
	int error = level->below != NULL ? generator_yield_from(level->below->g, NULL)
	                                 : generator_yield("bottom", &sent);

	if (error == 0 && level->below == NULL)
		error = generator_yield(sent, NULL);
	returned++;
	return error;
}

static void run_chain(int n)
{
	Level *levels = calloc((size_t)n, sizeof *levels);
	void *value = NULL;

	for (int i = 0; i < n; i++) {
		levels[i] = (Level){ generator_new(chain_body, &levels[i]),
			             &levels[i + 1] };
		assert_non_null(levels[i].g);
	}
	levels[n - 1].below = NULL;
	assert_int_equal(generator_next(levels[0].g, &value), 1);
	assert_text(value, "bottom");
	assert_int_equal(generator_send(levels[0].g, "echo", &value), 1);
	assert_text(value, "echo");
	assert_int_equal(returned, 0);
	assert_int_equal(generator_next(levels[0].g, NULL), 0);
	assert_int_equal(returned, n);
	for (int i = 0; i < n; i++)
		generator_free(levels[i].g);
	free(levels);
}

static void a_chain_of_ten_thousand_passes_a_value_down_and_up(void **state)
{
	run_chain(TEN_THOUSAND);
}

static int delegates_to_itself(void *arg, void **result)
{
	trace("%d", generator_yield_from(generator_running(), NULL) == -EBUSY);
	return 0;
}

static void it_cannot_delegate_to_itself(void **state)
{
	Generator *g = generator_new(delegates_to_itself, NULL);

	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("1");
	generator_free(g);
}

/* Refuses to be closed, and delegates from then on. */
static int refuses_then_delegates(void *arg, void **result)
{
	ignore_status(generator_yield("first", NULL));
	succeeds(generator_yield("no", NULL));
	return generator_yield_from(arg, NULL);
}

static void a_throw_after_a_refused_close_is_a_throw(void **state)
{
	Inner script = { YIELD_ON, 1 };
	Generator *inner = generator_new(inner_body, &script);
	Generator *outer = generator_new(refuses_then_delegates, inner);
	void *value = NULL;

	assert_int_equal(generator_next(outer, NULL), 1);
	assert_int_equal(generator_close(outer), -EPROTO);
	assert_int_equal(generator_next(outer, NULL), 1);
	assert_int_equal(generator_throw(outer, -EIO, &value), 1);
	assert_int_equal((intptr_t)value, 99);
	assert_trace("inner:thrown");
	generator_free(outer);
	generator_free(inner);
}

TESTS(T(inner_values_pass_unchanged_and_its_result_is_the_value),
      T(an_inner_one_that_yields_nothing_does_not_pause_the_outer),
      T(what_is_sent_reaches_the_innermost),
      T(inner_answers_a_throw_and_the_outer_never_notices),
      T(inner_ends_at_a_throw_and_the_outer_goes_on),
      T(a_throw_goes_through_the_inner_to_the_outer), T(a_throw_of_ECANCELED_is_no_close),
      T(close_cleans_up_from_the_inside_out), T(an_inner_one_cannot_swallow_a_close),
      T(an_error_of_the_inner_cleanup_takes_the_place_of_the_close),
      T(an_inner_one_that_yields_at_a_close_fails_the_outer),
      T(the_outer_one_is_not_blamed_for_it),
      T(outside_a_generator_or_without_an_inner_one_it_is_refused),
      T(a_chain_of_ten_thousand_passes_a_value_down_and_up),
      T(a_throw_after_a_refused_close_is_a_throw), T(it_cannot_delegate_to_itself))
