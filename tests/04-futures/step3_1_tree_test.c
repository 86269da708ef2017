/* Rung 4.3.1: all tasks as a tree, when a task waits for a gather. */
#include "trees.h"

static int gathers_gathers(void *unused, void **result)
{
	Future *inner = asyncio_gather(NULL, named(sleeps, NULL, "ada"),
	                               named(ends, NULL, "bob"));

	return await(asyncio_gather(NULL, inner, named(sleeps, NULL, "cyd")), NULL);
}

static void show_gathers(void)
{
	show(gathers_gathers);
}

static void below_a_gather_stand_its_children_that_are_not_done(void **state)
{
	assert_int_equal(run_child(show_gathers), 0);
	forget_stack_sizes();
	assert_text(
		program_output,
		"  task 'main' waits for a gather, 0 of 2 done (stack: N KiB)\n"
		"    a gather, 1 of 2 done\n"
		"      task 'ada' waits for time to pass, 2.00 s more (stack: N KiB)\n"
		"    task 'cyd' waits for time to pass, 2.00 s more (stack: N KiB)\n");
}

static Future *all;

static int waits_for_all(void *unused, void **result)
{
	return future_wait(all);
}

static int gathers_who_wait_for_it(void *unused, void **result)
{
	all = asyncio_gather(NULL, named(waits_for_all, NULL, "ada"),
	                     named(waits_for_all, NULL, "bob"),
	                     named(sleeps, NULL, "cyd"));
	return future_wait(all);
}

static void show_a_circle(void)
{
	show(gathers_who_wait_for_it);
}

static void a_circle_may_lead_through_a_gather(void **state)
{
	assert_int_equal(run_child(show_a_circle), 0);
	forget_stack_sizes();
	assert_printed(
		"    +-> task 'ada' waits for a gather, 0 of 3 done (stack: N KiB)\n");
	assert_printed("task 'ada' -+\n");
	assert_int_equal(printed("task 'ada' waits"), 1);
	assert_int_equal(printed("task 'bob' waits"), 1);
	assert_int_equal(printed("task 'cyd' waits"), 1);
}

static int gathers_twice(void *unused, void **result)
{
	Future *future = named(sleeps, NULL, "leaf");

	for (int i = 0; i < 40; i++)
		future = asyncio_gather(NULL, future, future_ref(future));
	return await(future, NULL);
}

static void show_many_ways(void)
{
	show(gathers_twice);
}

/* There are as many ways to it as there are numbers of 40 bits. */
static void what_can_be_reached_in_many_ways_is_shown_once(void **state)
{
	assert_int_equal(run_child(show_many_ways), 0);
	assert_int_equal(printed("task 'leaf' waits for"), 1);
	assert_int_equal(printed("a gather, 0 of 2 done\n"), 39);
	assert_int_equal(printed(": see above\n"), 40);
}

TESTS(T(below_a_gather_stand_its_children_that_are_not_done),
      T(a_circle_may_lead_through_a_gather),
      T(what_can_be_reached_in_many_ways_is_shown_once))
