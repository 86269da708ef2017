/* 3.3.1: tasks that are refused; done with a descriptor; and very many. */
#include "both.h"
#include "io_tasks.h"

static int yields(void *arg, void **result)
{
	trace("yields");
	int error = generator_yield(NULL, NULL);
	trace("%s", error_name(error));
	return error;
}

static void refuses(Loop *loop)
{
	Generator *begun = generator_new(yields, NULL);

	assert_int_equal(io_task_add(loop, NULL), -ENOMEM);
	assert_int_equal(generator_next(begun, NULL), 1);
	loop_close(loop);
	assert_int_equal(io_task_add(loop, begun), -ESHUTDOWN);
	assert_traced("yields ECANCELED");
}

static void what_the_loop_refuses_it_frees(void **state)
{
	on_both(refuses);
}

/* Waits for what is ready, takes nothing, and is done with it. */
static int looks(void *arg, void **result)
{
	trace("%s", error_name(io_readable(*(int *)arg)));
	return 0;
}

static void leaves_it(Loop *loop)
{
	int pair[2], null = open("/dev/null", O_RDWR);
	Handle timer = HANDLE(stop, loop);

	open_pair(pair);
	put(pair[1], "x");
	count_passes(loop);
	assert_int_equal(io_task_add(loop, generator_new(looks, &pair[0])), 0);
	if (!without_files())
		assert_int_equal(io_task_add(loop, generator_new(looks, &null)), 0);
	loop_call_later(loop, 0.03, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced(without_files() ? "0" : "0 0");
	assert_below(passes, 20);
	assert_int_equal(loop_close_fd(loop, pair[0]), 0);
	assert_int_equal(loop_close_fd(loop, null), 0);
	close(pair[1]);
}

static void what_nobody_waits_for_any_more_wakes_nobody(void **state)
{
	on_both(leaves_it);
}

enum { TASKS = 1000 };

static int pairs[TASKS][2];
static int served;

/* Waits for its byte, and sends it to the next one. */
static int passes_on(void *arg, void **result)
{
	int(*pair)[2] = arg;
	char c = '?';
	int error = io_readable((*pair)[0]);

	served += error == 0 && read((*pair)[0], &c, 1) == 1 && c == 'x';
	if (error == 0 && pair + 1 < pairs + TASKS)
		error = io_writable(pair[1][1]);
	if (error == 0 && pair + 1 < pairs + TASKS)
		error = write(pair[1][1], &c, 1) == 1 ? 0 : -EIO;
	return error;
}

static void passes_it_through(Loop *loop)
{
	served = 0;
	for (int i = 0; i < TASKS; i++) {
		open_pair(pairs[i]);
		Generator *task = generator_new(passes_on, &pairs[i]);
		assert_int_equal(io_task_add(loop, task), 0);
	}
	put(pairs[0][1], "x");
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(served, TASKS);
	for (int i = 0; i < TASKS; i++) {
		assert_int_equal(loop_close_fd(loop, pairs[i][0]), 0);
		assert_int_equal(loop_close_fd(loop, pairs[i][1]), 0);
	}
}

static void a_thousand_tasks_pass_it_on(void **state)
{
	if (!allow_descriptors(2 * TASKS + 100))
		skip_because("there may not be so many descriptors here");
	on_both(passes_it_through);
}

TESTS(T(what_the_loop_refuses_it_frees), T(what_nobody_waits_for_any_more_wakes_nobody),
      T(a_thousand_tasks_pass_it_on))
