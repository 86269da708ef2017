/* Rung 4.3.1: the programs with random numbers, which are Python's. */
#include "programs.h"
#include "random.h"

#include <limits.h>

/* The first twelve of random.randint(0, 10). */
static void assert_draws(uint64_t seed, const char *numbers)
{
	char text[80] = "";

	random_seed(seed);
	for (int i = 0; i < 12; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d",
		         i == 0 ? "" : " ", random_randint(0, 10));
	assert_string_equal(text, numbers);
}

static void rand_draws_what_the_notes_draw(void **state)
{
	assert_program("rand", "\033[36mInitiated makerandom(0).\n"
	                       "\033[36mmakerandom(0) == 4 too low; retrying.\n"
	                       "\033[91mInitiated makerandom(1).\n"
	                       "\033[91mmakerandom(1) == 4 too low; retrying.\n"
	                       "\033[35mInitiated makerandom(2).\n"
	                       "\033[35mmakerandom(2) == 0 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 4 too low; retrying.\n"
	                       "\033[91mmakerandom(1) == 7 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 4 too low; retrying.\n"
	                       "\033[35mmakerandom(2) == 4 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 8 too low; retrying.\n"
	                       "\033[91m---> Finished: makerandom(1) == 10\033[0m\n"
	                       "\033[36mmakerandom(0) == 7 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 8 too low; retrying.\n"
	                       "\033[35mmakerandom(2) == 4 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 7 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 1 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 6 too low; retrying.\n"
	                       "\033[35m---> Finished: makerandom(2) == 9\033[0m\n"
	                       "\033[36mmakerandom(0) == 3 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 9 too low; retrying.\n"
	                       "\033[36mmakerandom(0) == 7 too low; retrying.\n"
	                       "\033[36m---> Finished: makerandom(0) == 10\033[0m\n"
	                       "\nr1: 10, r2: 10, r3: 9\n");
}

static void rand_with_notes_always_sleeps_a_second(void **state)
{
	assert_prints("rand --notes",
	              "\033[36mInitiated make_random(0).\n"
	              "\033[36mmake_random(0) == 4 too low; retrying.\n"
	              "\033[91mInitiated make_random(1).\n"
	              "\033[91mmake_random(1) == 4 too low; retrying.\n"
	              "\033[35mInitiated make_random(2).\n"
	              "\033[35mmake_random(2) == 0 too low; retrying.\n"
	              "\033[36mmake_random(0) == 4 too low; retrying.\n"
	              "\033[91mmake_random(1) == 7 too low; retrying.\n"
	              "\033[35mmake_random(2) == 4 too low; retrying.\n"
	              "\033[36mmake_random(0) == 4 too low; retrying.\n"
	              "\033[91mmake_random(1) == 8 too low; retrying.\n"
	              "\033[35m---> Finished: make_random(2) == 10.\033[0m\n"
	              "\033[36mmake_random(0) == 7 too low; retrying.\n"
	              "\033[91mmake_random(1) == 8 too low; retrying.\n"
	              "\033[36mmake_random(0) == 4 too low; retrying.\n"
	              "\033[91mmake_random(1) == 7 too low; retrying.\n"
	              "\033[36mmake_random(0) == 1 too low; retrying.\n"
	              "\033[91mmake_random(1) == 6 too low; retrying.\n"
	              "\033[36mmake_random(0) == 9 too low; retrying.\n"
	              "\033[91mmake_random(1) == 3 too low; retrying.\n"
	              "\033[36mmake_random(0) == 9 too low; retrying.\n"
	              "\033[91mmake_random(1) == 7 too low; retrying.\n"
	              "\033[36m---> Finished: make_random(0) == 10.\033[0m\n"
	              "\033[91mmake_random(1) == 0 too low; retrying.\n"
	              "\033[91mmake_random(1) == 1 too low; retrying.\n"
	              "\033[91mmake_random(1) == 0 too low; retrying.\n"
	              "\033[91mmake_random(1) == 1 too low; retrying.\n"
	              "\033[91m---> Finished: make_random(1) == 9.\033[0m\n"
	              "\nr1: 10, r2: 9, r3: 10\n");
	assert_refuses("rand --notes 1");
}

static void any_seed_draws_what_python_draws(void **state)
{
	assert_int_equal(run_virtual("rand --seed 0"), 0);
	assert_printed("\n\nr1: 10, r2: 10, r3: 9\n");
	assert_int_equal(run_virtual("rand --seed 1"), 0);
	assert_printed("\n\nr1: 10, r2: 9, r3: 9\n");
	assert_draws(0ull, "6 6 0 4 8 7 6 4 7 5 9 3");
	assert_draws(1ull, "2 9 1 4 1 7 7 7 10 6 3 1");
	assert_draws(444ull, "4 4 0 4 7 4 4 8 10 7 8 4");
	assert_draws(4294967295ull, "10 9 3 3 9 8 4 9 5 6 10 4");
	assert_draws(4294967296ull, "1 5 6 0 0 9 5 8 7 0 2 1");
	assert_draws(9223372036854775807ull, "5 10 10 2 7 7 1 7 9 4 2 5");
	assert_int_equal(random_randint(7, 7), 7);
	assert_refuses("rand --seed -1");
	assert_refuses("rand --seed x");
}

/* A program's numbers are longs. */
static void needs_64_bits(void)
{
	if (LONG_MAX < INT64_MAX)
		skip_because("the numbers of this program need longs of 64 bits");
}

static void large_seeds_draw_what_python_draws(void **state)
{
	needs_64_bits();
	assert_int_equal(run_virtual("rand --seed 4294967295"), 0);
	assert_printed("\n\nr1: 10, r2: 9, r3: 9\n");
	assert_int_equal(run_virtual("rand --seed 4294967296"), 0);
	assert_printed("\n\nr1: 10, r2: 9, r3: 8\n");
	assert_int_equal(run_virtual("rand --seed 9223372036854775807"), 0);
	assert_printed("\n\nr1: 10, r2: 10, r3: 10\n");
}

static void chained_prints_what_the_notes_print(void **state)
{
	assert_prints(
		"chained",
		"part1(1) sleeping for 4 seconds.\npart1(2) sleeping for 4 seconds.\n"
		"part1(3) sleeping for 0 seconds.\nReturning part1(3) == result3-1.\n"
		"part2(3, 'result3-1') sleeping for 4 seconds.\n"
		"Returning part1(1) == result1-1.\n"
		"part2(1, 'result1-1') sleeping for 7 seconds.\n"
		"Returning part1(2) == result2-1.\n"
		"part2(2, 'result2-1') sleeping for 4 seconds.\n"
		"Returning part2(3, 'result3-1') == result3-2 derived from result3-1.\n"
		"-->Chained result3 => result3-2 derived from result3-1 (took 4.00 "
		"seconds).\n"
		"Returning part2(2, 'result2-1') == result2-2 derived from result2-1.\n"
		"-->Chained result2 => result2-2 derived from result2-1 (took 8.00 "
		"seconds).\n"
		"Returning part2(1, 'result1-1') == result1-2 derived from result1-1.\n"
		"-->Chained result1 => result1-2 derived from result1-1 (took 11.00 "
		"seconds).\n"
		"Program finished in 11.00 seconds.\n");
	assert_int_equal(run_virtual("chained --help"), 0);
	assert_printed("usage: chained");
}

static void chained_takes_any_numbers(void **state)
{
	assert_prints(
		"chained 7 -3 7",
		"part1(7) sleeping for 4 seconds.\npart1(-3) sleeping for 4 seconds.\n"
		"part1(7) sleeping for 0 seconds.\nReturning part1(7) == result7-1.\n"
		"part2(7, 'result7-1') sleeping for 4 seconds.\n"
		"Returning part1(7) == result7-1.\n"
		"part2(7, 'result7-1') sleeping for 7 seconds.\n"
		"Returning part1(-3) == result-3-1.\n"
		"part2(-3, 'result-3-1') sleeping for 4 seconds.\n"
		"Returning part2(7, 'result7-1') == result7-2 derived from result7-1.\n"
		"-->Chained result7 => result7-2 derived from result7-1 (took 4.00 "
		"seconds).\n"
		"Returning part2(-3, 'result-3-1') == result-3-2 derived from "
		"result-3-1.\n"
		"-->Chained result-3 => result-3-2 derived from result-3-1 (took 8.00 "
		"seconds).\n"
		"Returning part2(7, 'result7-1') == result7-2 derived from result7-1.\n"
		"-->Chained result7 => result7-2 derived from result7-1 (took 11.00 "
		"seconds).\n"
		"Program finished in 11.00 seconds.\n");
	assert_refuses("chained 1 two");
	assert_refuses("chained 9223372036854775808");
	assert_refuses("chained 1.5");
	assert_refuses("chained --fast");
}

static void chained_takes_large_numbers(void **state)
{
	needs_64_bits();
	assert_prints(
		"chained 9223372036854775807",
		"part1(9223372036854775807) sleeping for 4 seconds.\n"
		"Returning part1(9223372036854775807) == result9223372036854775807-1.\n"
		"part2(9223372036854775807, 'result9223372036854775807-1') sleeping for "
		"4 seconds.\n"
		"Returning part2(9223372036854775807, 'result9223372036854775807-1') == "
		"result9223372036854775807-2 derived from result9223372036854775807-1.\n"
		"-->Chained result9223372036854775807 => result9223372036854775807-2 "
		"derived from result9223372036854775807-1 (took 8.00 seconds).\n"
		"Program finished in 8.00 seconds.\n");
}

TESTS(T(rand_draws_what_the_notes_draw), T(rand_with_notes_always_sleeps_a_second),
      T(any_seed_draws_what_python_draws), T(large_seeds_draw_what_python_draws),
      T(chained_prints_what_the_notes_print), T(chained_takes_any_numbers),
      T(chained_takes_large_numbers))
