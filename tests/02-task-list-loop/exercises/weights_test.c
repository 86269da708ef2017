/* Exercise weights: see 02-task-list-loop/exercises/weights.c. */
#include "weights.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

static Loop *loop;

typedef struct Count {
	const char *name;
	int to;
} Count;

static int count(void *arg, void **result)
{
	Count *c = arg;

	for (int i = 1; i <= c->to; i++) {
		trace("%s%d", c->name, i);
		int error = generator_yield(NULL, NULL);
		if (error < 0) {
			trace("%s is closed", c->name);
			return error;
		}
	}
	return 0;
}

static int add(Count *c, int weight)
{
	return weighted_add(loop, generator_new(count, c), weight);
}

static void a_weight_is_so_many_turns_in_a_pass(void **state)
{
	Count a = { "a", 3 }, b = { "b", 6 };

	loop = asyncio_new_event_loop();
	int error = add(&a, 1);
	if (error == 0)
		error = add(&b, 3);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
	assert_trace("a1 b1 b2 b3 a2 b4 b5 b6 a3");
}

static void one_may_end_in_the_middle_of_its_turns(void **state)
{
	Count a = { "a", 2 }, b = { "b", 4 };

	loop = asyncio_new_event_loop();
	int error = add(&b, 3);
	if (error == 0)
		error = add(&a, 1);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
	assert_trace("b1 b2 b3 a1 b4 a2");
}

static void stop(void *unused)
{
	loop_stop(loop);
}

static void a_loop_that_is_closed_closes_them(void **state)
{
	Count a = { "a", 9 };
	Handle stopper = HANDLE(stop, NULL);

	loop = asyncio_new_event_loop();
	int error = add(&a, 2);
	loop_call_soon(loop, &stopper);
	if (error == 0)
		error = loop_run_forever(loop);
	loop_free(loop);
	assert_int_equal(error, 0);
	assert_trace("a1 a2 a is closed");
}

/* A generator that has run is closed when it is freed, so it can tell. */
static Generator *begun(Count *c)
{
	Generator *g = generator_new(count, c);

	return generator_next(g, NULL) == 1 ? g : NULL;
}

static void one_that_is_refused_is_freed_at_once(void **state)
{
	Count a = { "a", 9 }, b = { "b", 9 };

	loop = asyncio_new_event_loop();
	int no_weight = weighted_add(loop, begun(&a), 0);
	trace("refused");
	loop_close(loop);
	int closed = weighted_add(loop, begun(&b), 0);
	trace("refused");
	loop_free(loop);
	assert_int_equal(no_weight, -EINVAL);
	assert_int_equal(closed, -ESHUTDOWN);
	assert_trace("a1 a is closed refused b1 b is closed refused");
}

static int fails(void *arg, void **result)
{
	return -EIO;
}

static void one_fails(void)
{
	Generator *failing = generator_new(fails, NULL);

	generator_set_name(failing, "ada");
	loop = asyncio_new_event_loop();
	succeeds(weighted_add(loop, failing, 2));
	succeeds(loop_run_forever(loop));
	loop_free(loop);
}

static void a_failure_is_reported_with_the_name_and_the_reason(void **state)
{
	assert_int_equal(run_child(one_fails), 0);
	assert_printed("ada");
	assert_printed(strerror(EIO));
}

static void what_makes_no_sense_is_refused(void **state)
{
	Count a = { "a", 1 };

	loop = asyncio_new_event_loop();
	int no_weight = add(&a, 0), no_generator = weighted_add(loop, NULL, 1);
	loop_close(loop);
	int closed = add(&a, 1);
	loop_free(loop);
	assert_int_equal(no_weight, -EINVAL);
	assert_int_equal(no_generator, -ENOMEM);
	assert_int_equal(closed, -ESHUTDOWN);
}

TESTS(T(a_weight_is_so_many_turns_in_a_pass), T(one_may_end_in_the_middle_of_its_turns),
      T(a_loop_that_is_closed_closes_them), T(one_that_is_refused_is_freed_at_once),
      T(a_failure_is_reported_with_the_name_and_the_reason),
      T(what_makes_no_sense_is_refused))
