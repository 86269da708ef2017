/* Rung 1.2.4: a generator yields. */
#include "generator.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

/* Yields the numbers 1, 2, ... up to its argument, and returns the text "done". */
static int numbers(void *arg, void **result)
{
	trace("begun");
	for (intptr_t n = 1; n <= (intptr_t)arg; n++) {
		int error = generator_yield((void *)n, NULL);
		if (error < 0)
			return error;
	}
	trace("end");
	*result = "done";
	return 0;
}

static void it_yields_in_order_then_ends_for_good(void **state)
{
	void *value = NULL;
	Generator *g = generator_new(numbers, (void *)3);

	for (intptr_t n = 1; n <= 3; n++) {
		assert_int_equal(generator_next(g, &value), 1);
		assert_int_equal((intptr_t)value, n);
	}
	for (int again = 0; again < 3; again++)
		assert_int_equal(generator_next(g, &value), 0);
	assert_trace("begun end");
	generator_free(g);
}

static int receiver(void *arg, void **result)
{
	void *sent = arg;

	succeeds(generator_yield("first", &sent));
	trace(sent == NULL ? "NULL" : "something");
	return 0;
}

static void next_makes_the_yield_evaluate_to_NULL(void **state)
{
	Generator *g = generator_new(receiver, "not NULL");

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("NULL");
	generator_free(g);
}

static int fails_after_one(void *arg, void **result)
{
	succeeds(generator_yield(arg, NULL));
	*result = "lost";
	return -EIO;
}

static void an_error_comes_once_and_then_the_end(void **state)
{
	void *value = "untouched";
	Generator *g = generator_new(fails_after_one, NULL);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_next(g, &value), -EIO);
	assert_null(value);
	assert_int_equal(generator_next(g, &value), 0);
	assert_int_equal(generator_next(g, NULL), 0);
	generator_free(g);
}

static void two_of_one_body_are_independent(void **state)
{
	void *value = NULL;
	Generator *a = generator_new(numbers, (void *)2),
		  *b = generator_new(numbers, (void *)1);

	assert_int_equal(generator_next(a, &value), 1);
	assert_int_equal(generator_next(b, &value), 1);
	assert_int_equal((intptr_t)value, 1);
	assert_int_equal(generator_next(a, &value), 1);
	assert_int_equal((intptr_t)value, 2);
	assert_int_equal(generator_next(b, &value), 0);
	assert_int_equal(generator_next(a, &value), 0);
	generator_free(a);
	generator_free(b);
}

static int nexts(void *arg, void **result)
{
	Generator *other = *(Generator **)arg;
	int status = generator_next(other, NULL);

	trace(status == -EBUSY ? "busy" : "%d", status);
	return generator_yield(NULL, NULL);
}

static void next_on_a_resumer_is_busy(void **state)
{
	Generator *a, *b;

	a = generator_new(nexts, &b);
	b = generator_new(nexts, &a);
	assert_int_equal(generator_next(a, NULL), 1);
	assert_trace("busy 1");
	assert_int_equal(generator_next(a, NULL), 0);
	assert_int_equal(generator_next(b, NULL), 0);
	generator_free(a);
	generator_free(b);
}

static int yields_its_argument(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

static void any_pointer_passes_unchanged(void **state)
{
	int error = -EIO;
	void *pointers[] = { NULL, (void *)-1, &error, (void *)(intptr_t)-ECANCELED },
	     *value;

	for (int i = 0; i < 4; i++) {
		Generator *g = generator_new(yields_its_argument, pointers[i]);
		assert_int_equal(generator_next(g, &value), 1);
		assert_ptr_equal(value, pointers[i]);
		assert_int_equal(generator_next(g, &value), 0);
		assert_ptr_equal(value, pointers[i]);
		generator_free(g);
	}
}

static int descend(int depth)
{
	int local = depth;
	int error = depth == 0 ? generator_yield("from below", NULL) : descend(depth - 1);

	trace("%d", local);
	return error;
}

static int deep(void *arg, void **result)
{
	return descend(10);
}

static void a_yield_ten_calls_deep_pauses_them_all(void **state)
{
	void *value = NULL;
	Generator *g = generator_new(deep, NULL);

	assert_int_equal(generator_next(g, &value), 1);
	assert_text(value, "from below");
	assert_trace("");
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("0 1 2 3 4 5 6 7 8 9 10");
	generator_free(g);
}

static void a_yield_outside_any_generator_is_refused(void **state)
{
	void *sent = "untouched";

	assert_int_equal(generator_yield("nothing", &sent), -EPERM);
	assert_null(sent);
}

static void free_one_that_has_ended(void)
{
	Generator *g = generator_new(numbers, (void *)1);

	printf("%d", generator_next(g, NULL));
	printf("%d", generator_next(g, NULL));
	generator_free(g);
	printf(" freed");
}

static void a_generator_that_has_ended_is_freed_silently(void **state)
{
	assert_int_equal(run_child(free_one_that_has_ended), 0);
	assert_text(program_output, "10 freed");
}

static int frees_itself(void *arg, void **result)
{
	generator_free(generator_running());
	return generator_yield(NULL, NULL);
}

static void free_while_it_runs(void)
{
	Generator *g = generator_new(frees_itself, NULL);

	generator_set_name(g, "suicidal");
	printf("%d\n", generator_next(g, NULL));
	generator_free(g);
}

static void a_running_generator_is_not_freed(void **state)
{
	assert_int_equal(run_child(free_while_it_runs), 0);
	assert_text(program_output,
	            "generator 'suicidal' is running: it is not freed\n1\n");
}

static void there_can_be_room_below_it(void **state)
{
	enum { ROOM = 512 };
	StackPool *pool = stack_pool(CALLSTACK_SIZE);
	Generator *g = generator_new_with_room(numbers, (void *)2, pool, ROOM);
	char *room = (char *)g - ROOM;
	void *value;

	assert_non_null(g);
	memset(room, 7, ROOM);
	assert_int_equal(generator_next(g, &value), 1);
	assert_int_equal(generator_next(g, &value), 1);
	for (int i = 0; i < ROOM; i++)
		assert_int_equal(room[i], 7);
	generator_free(g);
}

TESTS(T(it_yields_in_order_then_ends_for_good), T(next_makes_the_yield_evaluate_to_NULL),
      T(an_error_comes_once_and_then_the_end), T(two_of_one_body_are_independent),
      T(next_on_a_resumer_is_busy), T(any_pointer_passes_unchanged),
      T(a_yield_ten_calls_deep_pauses_them_all),
      T(a_yield_outside_any_generator_is_refused),
      T(a_generator_that_has_ended_is_freed_silently),
      T(a_running_generator_is_not_freed), T(there_can_be_room_below_it))
