/* Exercise permutations: see 01-generators/exercises/permutations.c. */
#include "permutations.h"
#include "testing.h"

#include <errno.h>
#include <string.h>

static void all_orders_of(char *letters)
{
	Generator *g = generator_new(permutations, letters);
	void *order;

	while (generator_next(g, &order) == 1)
		trace("%s", (char *)order);
	generator_free(g);
}

static void three_letters_have_six_orders(void **state)
{
	char letters[] = "abc";

	all_orders_of(letters);
	assert_trace("abc acb bac bca cab cba");
	assert_string_equal(letters, "abc");
}

static void one_letter_has_one(void **state)
{
	char letters[] = "x";

	all_orders_of(letters);
	assert_trace("x");
}

static void seven_letters_have_5040(void **state)
{
	char letters[] = "abcdefg", last[8] = "";
	Generator *g = generator_new(permutations, letters);
	void *order;
	int n = 0;

	while (generator_next(g, &order) == 1) {
		n++;
		memcpy(last, order, sizeof last);
	}
	generator_free(g);
	assert_int_equal(n, 5040);
	assert_string_equal(last, "gfedcba");
}

static void it_can_be_closed_in_the_middle(void **state)
{
	char letters[] = "abcd";
	Generator *g = generator_new(permutations, letters);

	int status = 1;
	for (int i = 0; i < 9 && status == 1; i++)
		status = generator_next(g, NULL);
	int closed = generator_close(g);
	generator_free(g);
	assert_int_equal(status, 1);
	assert_int_equal(closed, 0);
	assert_string_equal(letters, "abcd");
}

TESTS(T(three_letters_have_six_orders), T(one_letter_has_one), T(seven_letters_have_5040),
      T(it_can_be_closed_in_the_middle))
