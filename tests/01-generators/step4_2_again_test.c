/* Rung 1.4.2: a stack is used again. */
#include "bursts.h"
#include "overflowing.h"
#include "slabs.h"

#include <errno.h>
#include <sys/resource.h>

static int yields_once(void *arg, void **result)
{
	*result = arg;
	return generator_yield(arg, NULL);
}

static void assert_stacks_are_used_again(void)
{
	Generator *g = generator_new(yields_once, NULL);

	assert_non_null(g);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
}

static int returns_its_argument(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static int returns_nothing(void *arg, void **result)
{
	return 0;
}

/* What the last generator on this stack has returned is not what this one returns. */
static void a_generator_on_a_used_stack_begins_as_new(void **state)
{
	Generator *before = generator_new(returns_its_argument, "before");
	void *value = NULL;

	assert_int_equal(generator_next(before, &value), 0);
	assert_text(value, "before");
	generator_free(before);
	Generator *g = generator_new(returns_nothing, NULL);
	assert_ptr_equal(g, before);
	assert_int_equal(generator_result(g, NULL), -EINPROGRESS);
	assert_int_equal(generator_next(g, &value), 0);
	assert_null(value);
	generator_free(g);
}

static void the_stack_given_back_last_is_used_first(void **state)
{
	Generator *a = generator_new(yields_once, "a"),
		  *b = generator_new(yields_once, "b");
	void *value = NULL;

	generator_set_name(b, "b");
	succeeds(generator_next(b, NULL));
	generator_free(a);
	generator_free(b);
	Generator *c = generator_new(yields_once, "c"),
		  *d = generator_new(yields_once, "d");
	assert_ptr_equal(c, b);
	assert_ptr_equal(d, a);
	assert_text(generator_get_name(c), "");
	assert_int_equal(generator_result(c, NULL), -EINPROGRESS);
	assert_int_equal(generator_next(c, &value), 1);
	assert_text(value, "c");
	generator_free(c);
	generator_free(d);
}

static void idle_and_live_stacks_are_counted(void **state)
{
	StackPool *pool = stack_pool(CALLSTACK_SIZE);
	CallStack *a = stack_acquire(pool), *b = stack_acquire(pool);

	assert_int_equal(b->slab->live, 2);
	stack_release(a);
	assert_int_equal(b->slab->live, 1);
	assert_int_equal(pool->n_idle, 1);
	stack_release(b);
	assert_int_equal(b->slab->live, 0);
	assert_int_equal(pool->n_idle, 2);
	assert_ptr_equal(stack_acquire(pool), b);
	assert_int_equal(b->slab->live, 1);
	assert_int_equal(pool->n_idle, 1);
	assert_true(pool->idle == &a->idle && a->idle.back == &pool->idle);
	stack_release(b);
}

static int insists(void *arg, void **result)
{
	for (int turn = 0; turn < 100; turn++)
		ignore_status(generator_yield(NULL, NULL));
	return 0;
}

static void run_out_of_memory(void)
{
	struct rlimit none = { 0, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	Generator *g;

	setrlimit(RLIMIT_AS, &none);
	while ((g = generator_new(yields_once, NULL)) != NULL)
		;
	setrlimit(RLIMIT_AS, &all);
	g = generator_new(yields_once, NULL);
	should_be_so(generator_next(g, NULL) == 1);
	printf("ran");
}

static void no_memory_is_no_generator_and_no_crash(void **state)
{
	Generator *g = generator_new(yields_once, NULL);

	assert_non_null(g);
	generator_free(g);
	assert_ptr_equal(generator_new(yields_once, NULL), g);
	if (SANITIZED || TEST_SCALE > 1)
		return; /* they need more memory than that for themselves */
	assert_int_equal(run_child(run_out_of_memory), 0);
	assert_text(program_output, "ran");
}

static void stacks_stay_warm(void **state)
{
	struct rusage before, after;
	Generator *others = generator_new(yields_once, NULL);

	generator_free(generator_new(yields_once, NULL));
	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < TEN_THOUSAND; i++) {
		Generator *g = generator_new(yields_once, NULL);
		assert_int_equal(generator_next(g, NULL), 1);
		generator_free(g);
		generator_free(others);
		others = generator_new(yields_once, NULL);
	}
	getrusage(RUSAGE_SELF, &after);
	if (!SANITIZED && TEST_SCALE == 1)
		assert_below(after.ru_minflt - before.ru_minflt, 100);
	generator_free(others);
	assert_ptr_equal(generator_new(yields_once, NULL), others);
}

/* Once rung 1.4.3 is written, most of them have no pages any more. */
static void ten_thousand_stacks_are_used_again(void **state)
{
	static Generator *all[TEN_THOUSAND];

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < TEN_THOUSAND; i++) {
			all[i] = generator_new(uses_much, all);
			generator_set_name(all[i], "again");
		}
		for (int i = 0; i < TEN_THOUSAND; i++) {
			void *value = NULL;
			assert_int_equal(generator_next(all[i], &value), 1);
			assert_ptr_equal(value, all);
			assert_text(generator_get_name(all[i]), "again");
		}
		for (int i = 0; i < TEN_THOUSAND; i++) {
			if (round > 0 || i % BURST_SURVIVES != 0)
				generator_free(all[i]);
		}
		for (int i = 0; round == 0 && i < TEN_THOUSAND; i += BURST_SURVIVES)
			generator_free(all[i]);
	}
	assert_stacks_are_used_again();
}

static void abandon_one(void)
{
	Generator *g = generator_new(insists, NULL);

	generator_set_name(g, "insisting");
	succeeds(generator_next(g, NULL));
	generator_free(g);
	printf("%d", generator_new(insists, NULL) == g);
}

static void the_stack_of_an_abandoned_one_is_used_again(void **state)
{
	assert_int_equal(run_child(abandon_one), 0);
	assert_text(program_output,
	            "generator 'insisting' yields instead of ending: it is "
	            "abandoned\n1");
}

static int uses_half(void *arg, void **result)
{
	size_t *uses = arg;

	return use(*uses / 2) > 0 ? 0 : -1;
}

/* Whether a generator whose stack has the one size leaves it to one of the other. */
static bool leaves_its_stack_to(size_t before, size_t after)
{
	Generator *g = generator_new_sized(uses_half, NULL, before);

	generator_free(g);
	Generator *other = generator_new_sized(uses_half, NULL, after);
	generator_free(other);
	return g == other;
}

static void a_stack_is_used_again_for_its_own_size(void **state)
{
	assert_true(leaves_its_stack_to(20 * 1024, 32 * 1024));
	assert_true(leaves_its_stack_to(8 * 1024 * 1024, 8 * 1024 * 1024));
	assert_false(leaves_its_stack_to(32 * 1024, 64 * 1024));
	assert_false(leaves_its_stack_to(8 * 1024 * 1024, 16 * 1024));
	Generator *usual = generator_new(uses_half, NULL);
	generator_free(usual);
	assert_ptr_equal(generator_new_sized(uses_half, NULL, 64 * 1024), usual);
}

static void many_of_each_size_live_side_by_side(void **state)
{
	enum { MANY = 300 };
	static Generator *all[MANY];
	static size_t sizes[MANY];

	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < MANY; i++) {
			sizes[i] = (size_t)16 * 1024 << (i * 7 + round) % 8;
			all[i] = generator_new_sized(uses_half, &sizes[i], sizes[i]);
			assert_non_null(all[i]);
		}
		for (int i = 0; i < MANY; i++)
			assert_int_equal(generator_next(all[i], NULL), 0);
		for (int i = 0; i < MANY; i++)
			generator_free(all[(i + 100) % MANY]);
	}
	assert_true(leaves_its_stack_to(16 * 1024, 16 * 1024));
}

TESTS(T(the_stack_given_back_last_is_used_first),
      T(a_generator_on_a_used_stack_begins_as_new), T(idle_and_live_stacks_are_counted),
      T(no_memory_is_no_generator_and_no_crash), T(stacks_stay_warm),
      T(ten_thousand_stacks_are_used_again),
      T(the_stack_of_an_abandoned_one_is_used_again),
      T(a_stack_is_used_again_for_its_own_size), T(many_of_each_size_live_side_by_side))
