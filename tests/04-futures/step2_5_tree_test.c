/* Rung 4.2.5: all tasks as a tree: which task waits for which. */
#include "named.h"

/* What the tree looks like after some passes; nothing is asserted of the end. */
static void show(int passes)
{
	make_passes(passes);
	asyncio_print_tasks(loop, stdout);
	fflush(stdout);
	_Exit(0);
}

static int sleeps(void *seconds, void **result)
{
	return asyncio_sleep(*(double *)seconds);
}

static int yields(void *unused, void **result)
{
	int error = 0;

	while (error == 0)
		error = generator_yield(NULL, NULL);
	return error;
}

static double two = 2;

static void are_all_there(void)
{
	start();
	Task *child = named(sleeps, &two, "child"),
	     *parent = named(waits_for, child, "parent");
	named(waits_for, parent, "grandparent");
	named(waits_for, child, "aunt");
	named(yields, NULL, "busy");
	named(waits_for, loop_create_future(loop), "reader");
	make_passes(1);
	named(sleeps, &two, "baby");
	show(0);
}

static void a_task_stands_above_what_it_waits_for(void **state)
{
	assert_int_equal(run_child(are_all_there), 0);
	forget_stack_sizes();
	assert_text(
		program_output,
		"  task 'grandparent' waits for task 'parent' (stack: N KiB)\n"
		"    task 'parent' waits for task 'child' (stack: N KiB)\n"
		"      task 'child' waits for time to pass, 2.00 s more (stack: N KiB)\n"
		"  task 'aunt' waits for task 'child' (stack: N KiB)\n"
		"  task 'busy' is ready to run (stack: N KiB)\n"
		"  task 'reader' waits for future 1 (stack: N KiB)\n"
		"  task 'baby' is ready, and has not begun\n");
}

static int shows_itself(void *unused, void **result)
{
	show(0);
	return 0;
}

static void runs_one(void)
{
	start();
	named(shows_itself, NULL, "mirror");
	make_passes(1);
}

static void a_task_may_print_the_tree_in_which_it_runs(void **state)
{
	assert_int_equal(run_child(runs_one), 0);
	forget_stack_sizes();
	assert_text(program_output, "  task 'mirror' runs (stack: N KiB)\n");
}

static Task *circle[3];

static int waits_for_the_next(void *i, void **result)
{
	return future_wait(circle[(*(int *)i + 1) % 3]);
}

static void wait_in_a_circle(void)
{
	static const char *const names[] = { "ada", "bob", "cyd" };
	static int numbers[] = { 0, 1, 2 };

	start();
	for (int i = 0; i < 3; i++)
		circle[i] = named(waits_for_the_next, &numbers[i], names[i]);
	named(waits_for, circle[1], "outside");
	show(1);
}

static void a_circle_is_drawn_as_a_circle(void **state)
{
	assert_int_equal(run_child(wait_in_a_circle), 0);
	forget_stack_sizes();
	assert_text(program_output,
	            "  task 'outside' waits for task 'bob' (stack: N KiB)\n"
	            "    +-> task 'bob' waits for task 'cyd' (stack: N KiB)\n"
	            "    |     task 'cyd' waits for task 'ada' (stack: N KiB)\n"
	            "    |       task 'ada' waits for task 'bob' (stack: N KiB) -+\n"
	            "    +-------------------------------------------------------+\n");
}

static void wait_in_nothing_but_a_circle(void)
{
	static int numbers[] = { 0, 1, 2 };

	start();
	for (int i = 0; i < 3; i++)
		circle[i] = named(waits_for_the_next, &numbers[i], "x");
	show(1);
}

static void a_circle_that_nobody_waits_for_is_there_too(void **state)
{
	assert_int_equal(run_child(wait_in_nothing_but_a_circle), 0);
	assert_int_equal(printed("task 'x' waits for task 'x'"), 3);
	assert_int_equal(printed("  +-> "), 1);
}

static void wait_with_long_names(void)
{
	static int numbers[] = { 0, 1, 2 };
	static const char *const names[] = { "ada, who has a long name too",
		                             "bob, who has a long name too",
		                             "cyd, who has a long name too" };

	setenv("ASYNCIO_DEBUG", "1", 1);
	start();
	for (int i = 0; i < 3; i++)
		circle[i] = named(waits_for_the_next, &numbers[i], names[i]);
	named(waits_for, circle[0], "outside");
	show(1);
}

/* In debug mode most lines are too long. */
static void what_is_wider_than_a_terminal_has_more_lines(void **state)
{
	char *next;
	int arrows = 0;

	assert_int_equal(run_child(wait_with_long_names), 0);
	assert_printed("  task 'outside' waits for task 'ada, who has a long name too'\n"
	               "    (for 0.00 s; stack: ");
	for (char *line = program_output; *line != '\0'; line = next) {
		next = strchr(line, '\n') + 1;
		assert_compared(next - line - 1, <=, 80);
		if (strncmp(next - 4, " -+\n", 4) == 0) {
			arrows++;
			char *end = strchr(next, '\n');
			assert_int_equal(end - next, next - line - 1);
			assert_true(end[-1] == '+');
		}
	}
	assert_int_equal(arrows, 1);
	assert_compared(printed("\n    |  "), >=, 5);
}

/* So long that a function that calls itself for each link would overflow the stack, and
 * one that goes back to the first link for each would take very long. */
static void make_a_long_chain(void)
{
	start();
	Task *last = named(sleeps, &two, "last");

	for (int i = 0; i < HUNDRED_THOUSAND; i++)
		last = named(waits_for, last, "link");
	make_passes(1);
	FILE *file = temporary_file();
	asyncio_print_tasks(loop, file);
	int lines = 0;
	rewind(file);
	for (int c; (c = getc(file)) != EOF;)
		lines += c == '\n';
	printf("%d line more than there are links\n", lines - HUNDRED_THOUSAND);
	fflush(stdout);
	_Exit(0);
}

static void a_chain_may_be_as_long_as_you_like(void **state)
{
	assert_int_equal(run_child(make_a_long_chain), 0);
	assert_text(program_output, "1 line more than there are links\n");
}

static int counts_down(void *unused, void **result)
{
	int error = asyncio_sleep(2);

	return error < 0 ? error : generator_yield("boom", NULL);
}

static int consumes(void *unused, void **result)
{
	Generator *inner = generator_new(counts_down, NULL);
	int status = generator_next(inner, NULL);

	generator_free(inner);
	return status;
}

static void waits_in_a_generator(void)
{
	start();
	named(consumes, NULL, "consumer");
	show(1);
}

static void a_task_that_waits_in_a_generator_has_a_stack_as_well(void **state)
{
	assert_int_equal(run_child(waits_in_a_generator), 0);
	forget_stack_sizes();
	assert_text(program_output,
	            "  task 'consumer' waits for time to pass, 2.00 s more "
	            "(stack: N KiB)\n");
}

/* A volatile pointer leads to the array, so that all of it must be there while the task
 * sleeps: of an array whose first byte alone is used a compiler keeps one byte. */
static int keeps_much(void *unused, void **result)
{
	char much[20 * 1024], *volatile there = much;

	there[0] = 1;
	int error = asyncio_sleep(2);
	return error + there[0] - 1;
}

static void keeps_something(void)
{
	start();
	named(keeps_much, NULL, "collector");
	show(1);
}

static void what_is_in_use_of_a_stack_is_said(void **state)
{
	int kib = 0;

	assert_int_equal(run_child(keeps_something), 0);
	const char *stack = strstr(program_output, "(stack: ");
	assert_non_null(stack);
	assert_int_equal(sscanf(stack, "(stack: %d KiB)", &kib), 1);
	assert_compared(kib, >=, 20);
	assert_compared(kib, <, 40);
}

TESTS(T(a_task_stands_above_what_it_waits_for),
      T(a_task_may_print_the_tree_in_which_it_runs), T(a_circle_is_drawn_as_a_circle),
      T(a_circle_that_nobody_waits_for_is_there_too),
      T(what_is_wider_than_a_terminal_has_more_lines),
      T(a_chain_may_be_as_long_as_you_like),
      T(a_task_that_waits_in_a_generator_has_a_stack_as_well),
      T(what_is_in_use_of_a_stack_is_said))
