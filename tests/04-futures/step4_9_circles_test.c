/* Rung 4.4.9: tasks wait for each other in a circle, and are cancelled. */
#include "core.h"

static Task *ring[5];

static int waits_for_next(void *index, void **result)
{
	int status = future_wait(ring[*(int *)index]);

	trace("%s", why(status));
	return status;
}

/* n tasks, each of which waits for the next, and the last one for the first. */
static void new_ring(int n)
{
	static int next[] = { 0, 1, 2, 3, 4 };

	for (int i = 0; i < n; i++)
		ring[i] = new_task(waits_for_next, &next[(i + 1) % n]);
	make_passes(1);
}

static void end_ring(int n)
{
	for (int i = 0; i < n; i++) {
		assert_true(future_cancelled(ring[i]));
		future_unref(ring[i]);
	}
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	loop_free(loop);
}

static void a_circle_of_tasks_can_be_cancelled(void **state)
{
	begin();
	new_ring(5);
	assert_true(task_cancel(ring[2]));
	assert_int_equal(loop_run_until_complete(loop, future_ref(ring[2]), NULL),
	                 -ECANCELED);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED ECANCELED");
	end_ring(5);
}

static void so_can_a_circle_of_two_by_both_of_them(void **state)
{
	begin();
	new_ring(2);
	assert_true(task_cancel(ring[0]));
	assert_true(task_cancel(ring[1]));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED");
	end_ring(2);
}

static int ends_in_the_ring(void *unused, void **result)
{
	return waits_for_next(&(int){ 0 }, result);
}

static void and_who_waits_for_a_circle_from_outside(void **state)
{
	begin();
	new_ring(3);
	Task *outside = new_task(ends_in_the_ring, NULL);
	make_passes(1);
	assert_true(task_cancel(outside));
	assert_int_equal(loop_run_until_complete(loop, outside, NULL), -ECANCELED);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("ECANCELED ECANCELED ECANCELED ECANCELED");
	end_ring(3);
}

static Task *gathered;

static int gathers_its_awaiter(void *unused, void **result)
{
	Future *gather = asyncio_gather(NULL, future_ref(gathered));
	int status;

	future_ref(gather);
	status = await(gather, NULL);
	trace("%s", why(status));
	if (!future_done(gather))
		future_unref(gather); /* it was not taken */
	future_unref(gather);
	return status;
}

static void a_circle_by_way_of_a_gather_too(void **state)
{
	begin();
	gathered = new_task(gathers_its_awaiter, NULL);
	make_passes(1);
	assert_true(task_cancel(gathered));
	assert_int_equal(loop_run_until_complete(loop, gathered, NULL), -ECANCELED);
	assert_trace("ECANCELED");
	loop_free(loop);
}

TESTS(T(a_circle_of_tasks_can_be_cancelled), T(so_can_a_circle_of_two_by_both_of_them),
      T(and_who_waits_for_a_circle_from_outside), T(a_circle_by_way_of_a_gather_too))
