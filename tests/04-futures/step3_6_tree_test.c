/* Rung 4.3.6: all tasks as a tree, when a task waits for the next of some. */
#include "core.h"
#include "reported.h"

static Task *named(CoroutineFn *fn, void *arg, const char *name)
{
	Task *task = asyncio_create_task(fn, arg);

	task_set_name(task, name);
	return task;
}

static int sleeps(void *unused, void **result)
{
	return asyncio_sleep(2);
}

static int ends(void *unused, void **result)
{
	return 0;
}

/* Runs fn as a task "main", and prints the tree after some passes, and nothing else. */
static void show(CoroutineFn *fn)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	task_set_name(loop_create_task(loop, fn, NULL), "main");
	make_passes(5);
	asyncio_print_tasks(loop, stdout);
	fflush(stdout);
	_Exit(0);
}

static int takes_them_as_they_come(void *unused, void **result)
{
	Future *some[] = { named(sleeps, NULL, "ada"), named(ends, NULL, "bob") }, *next;
	AsCompleted it = { .futures = some, .n = 2 };

	while (as_completed_next(&it, &next) == 1)
		succeeds(await(next, NULL));
	return 0;
}

static void show_as_completed(void)
{
	show(takes_them_as_they_come);
}

static void and_below_as_completed_those_that_have_not_come(void **state)
{
	assert_int_equal(run_child(show_as_completed), 0);
	forget_stack_sizes();
	assert_text(
		program_output,
		"  task 'main' waits for the next of 2 futures to be done, "
		"handed out: 1\n"
		"    (stack: N KiB)\n"
		"    task 'ada' waits for time to pass, 2.00 s more (stack: N KiB)\n");
}

TESTS(T(and_below_as_completed_those_that_have_not_come))
