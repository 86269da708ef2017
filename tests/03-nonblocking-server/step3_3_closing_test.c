/* Step 3.3: tasks when the loop is closed; done with a descriptor; and very many. */
#include "both.h"
#include "io_tasks.h"

static int cleans_up(void *arg, void **result)
{
	int *fd = arg;

	trace("begun");
	int error = io_readable(*fd);
	trace("%s", error_name(error));
	trace("%s", error_name(io_writable(*fd)));
	return error;
}

static int cleans_up_outside(void *arg, void **result)
{
	Generator *inner = generator_new(cleans_up, arg);
	int error = generator_next(inner, NULL);

	trace("outer:%s", error_name(error));
	generator_free(inner);
	return error;
}

static void closes_the_loop(Loop *loop)
{
	int pair[2], other[2], high[2];
	Handle stops = HANDLE(stop, loop), reader = HANDLE(stop, loop);

	open_pair(pair);
	open_pair(other);
	open_pair(high);
	assert_int_equal(loop_add_reader(loop, high[0], &reader), 0);
	assert_int_equal(io_task_add(loop, generator_new(cleans_up, &pair[0])), 0);
	loop_call_later(loop, 0.01, &stops);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("begun");
	succeeds(io_task_add(loop, generator_new(cleans_up_outside, &other[0])));
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("begun begun");
	assert_int_equal(loop_close(loop), 0);
	assert_traced("begun begun ECANCELED ECANCELED ECANCELED ECANCELED "
	              "outer:ECANCELED");
	close_pair(pair);
	close_pair(other);
	close_pair(high);
}

static void a_closed_loop_cancels_who_waits(void **state)
{
	on_both(closes_the_loop);
}

static int never_runs(void *arg, void **result)
{
	trace("ran");
	return 0;
}

static void closes_who_has_not_begun(Loop *loop)
{
	int pair[2];

	open_pair(pair);
	assert_int_equal(io_task_add(loop, generator_new(cleans_up, &pair[0])), 0);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(io_task_add(loop, generator_new(never_runs, NULL)), 0);
	put(pair[1], "x"); /* it is ready, but has not been woken */
	loop_free(loop);
	assert_traced("begun ECANCELED ECANCELED");
	close_pair(pair);
}

static void both_kinds_are_freed(Loop *unused)
{
	closes_who_has_not_begun(asyncio_new_event_loop());
}

static void who_has_not_begun_never_runs(void **state)
{
	on_both(both_kinds_are_freed);
}

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
	assert_int_equal(io_task_add(loop, generator_new(looks, &null)), 0);
	loop_call_later(loop, 0.03, &timer);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_traced("0 0");
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
		skip();
	on_both(passes_it_through);
}

TESTS(T(a_closed_loop_cancels_who_waits), T(who_has_not_begun_never_runs),
      T(what_the_loop_refuses_it_frees), T(what_nobody_waits_for_any_more_wakes_nobody),
      T(a_thousand_tasks_pass_it_on))
