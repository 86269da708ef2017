/* 3.3.2: the loop is closed while tasks wait. */
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

TESTS(T(a_closed_loop_cancels_who_waits), T(who_has_not_begun_never_runs))
