/* Exercise same_fringe: see 01-generators/exercises/same_fringe.c. */
#include "same_fringe.h"
#include "testing.h"

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

TESTS(T(trees_may_branch_differently), T(a_leaf_that_differs_is_found),
      T(nothing_behind_it_is_looked_at))
