/* Exercise same_fringe: see 01-generators/exercises/same_fringe.c. */
#include "same_fringe.h"
#include "stacks.h"

#include <errno.h>

static int seen;

void leaf_seen(const Tree *leaf)
{
	seen++;
}

static Tree a = { 'a', NULL, NULL }, b = { 'b', NULL, NULL }, c = { 'c', NULL, NULL },
            x = { 'x', NULL, NULL };
static Tree ab = { '-', &a, &b }, bc = { '-', &b, &c };
static Tree ab_c = { '-', &ab, &c }, a_bc = { '-', &a, &bc }, x_bc = { '-', &x, &bc };

static void trees_may_branch_differently(void **state)
{
	assert_int_equal(same_fringe(&ab_c, &a_bc), 1);
	assert_int_equal(same_fringe(&a, &a), 1);
}

static void a_leaf_that_differs_is_found(void **state)
{
	assert_int_equal(same_fringe(&ab_c, &x_bc), 0);
	assert_int_equal(same_fringe(&a, &ab_c), 0);
	assert_int_equal(same_fringe(&ab_c, &ab), 0);
	seen = 0;
	assert_int_equal(same_fringe(&a_bc, &ab_c), 1);
	assert_int_equal(seen, 6);
}

static void nothing_behind_it_is_looked_at(void **state)
{
	seen = 0;
	assert_int_equal(same_fringe(&ab_c, &x_bc), 0);
	assert_int_equal(seen, 2);
}

static void it_frees_what_it_makes(void **state)
{
	leave_stacks_idle();
	assert_int_equal(same_fringe(&ab_c, &a_bc), 1);
	assert_int_equal(same_fringe(&ab_c, &x_bc), 0);
	assert_int_equal(same_fringe(&a, &ab_c), 0);
	assert_int_equal(generators_not_freed(), 0);
}

/* Before each call there is room for one generator less, until there is none. */
static void without_memory_for_one_of_the_two_it_fails(void **state)
{
	int same = 0, no_memory = 0, other_answers = 0;

	needs_limits();
	needs_idle_stacks();
	allow_memory(false);
	do {
		int status = same_fringe(&ab_c, &a_bc);
		same += status == 1;
		no_memory += status == -ENOMEM;
		other_answers += status != 1 && status != -ENOMEM;
	} while (generator_new(ends, NULL) != NULL);
	allow_memory(true);
	assert_int_equal(other_answers, 0);
	assert_compared(same, >, 0);
	assert_compared(no_memory, >, 0);
}

TESTS(T(trees_may_branch_differently), T(a_leaf_that_differs_is_found),
      T(nothing_behind_it_is_looked_at), T(it_frees_what_it_makes),
      T(without_memory_for_one_of_the_two_it_fails))
