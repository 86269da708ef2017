/* Rung 4.4.9: gathers, when their loop is closed. */
#include "several.h"

static void *results[2];

static Future *halfway;

static int stops_halfway(void *arg, void **result)
{
	halfway = asyncio_gather(results, start("a", 1), start("b", 3));
	succeeds(asyncio_sleep(2));
	trace("%d", future_done(halfway));
	return 0;
}

static void run_stops_halfway(void)
{
	run(stops_halfway, NULL);
	loop_close(loop);
	printf("%d %d\n", future_cancelled(halfway), future_cancel(halfway));
	future_unref(halfway);
	loop_free(loop);
}

static void when_its_loop_is_closed_a_gather_is_cancelled(void **state)
{
	assert_int_equal(run_child(run_stops_halfway), 0);
	assert_text(program_output,
	            "task 'Task-3' was not finished when its loop was closed: "
	            "it waits for time to pass\n1 0\n");
	assert_trace("a 0 b:stopped");
}

/* The same, and a task awaits it. */
static int awaits_for_ever(void *arg, void **result)
{
	results[0] = "untouched";
	int error = await(
		asyncio_gather(results, loop_create_future(loop), start("a", 1)), NULL);

	trace("%s %s", error == -ECANCELED ? "ECANCELED" : "-", text(results[0]));
	return error;
}

static int begins_to_await(void *arg, void **result)
{
	task_detach(asyncio_create_task(awaits_for_ever, NULL));
	return asyncio_sleep(2);
}

static void run_begins_to_await(void)
{
	run(begins_to_await, NULL);
	loop_free(loop);
}

/* The child that has ended was taken: it is not said to be forgotten. */
static void who_awaits_it_when_its_loop_is_closed_has_awaited_it(void **state)
{
	assert_int_equal(run_child(run_begins_to_await), 0);
	assert_text(program_output,
	            "task 'Task-2' was not finished when its loop was closed: it waits "
	            "for a gather\n");
	assert_trace("a ECANCELED untouched");
}

/* A task waits for a future to which only the gather refers; other children are ours. */
static Future *its_own, *pending, *done;

static int looks_at_a_child(void *arg, void **result)
{
	int error = asyncio_sleep(10);

	trace("%s %u", status_name(error), its_own->refs);
	return error;
}

static int leaves_children(void *arg, void **result)
{
	its_own = loop_create_future(loop);
	pending = loop_create_future(loop);
	done = loop_create_future(loop);
	halfway = asyncio_gather(NULL, its_own, future_ref(pending), future_ref(done));
	future_set_result(done, NULL);
	task_detach(asyncio_create_task(looks_at_a_child, NULL));
	return asyncio_sleep(1);
}

static void a_gather_keeps_pending_children_until_all_have_ended(void **state)
{
	assert_int_equal(run(leaves_children, NULL), 0);
	loop_close(loop);
	assert_trace("ECANCELED 1");
	assert_int_equal(pending->refs, 1);
	assert_int_equal(done->refs, 1);
	assert_true(nobody_waits_for(pending));
	assert_true(future_cancelled(halfway));
	unref_all((Future *[]){ pending, done, halfway }, 3);
	loop_free(loop);
}

TESTS(T(when_its_loop_is_closed_a_gather_is_cancelled),
      T(who_awaits_it_when_its_loop_is_closed_has_awaited_it),
      T(a_gather_keeps_pending_children_until_all_have_ended))
