/* Rung 4.4.8: several at once, when their loop is closed. */
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

/* The same, and somebody awaits it. */
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

static void who_awaits_it_when_its_loop_is_closed_has_awaited_it(void **state)
{
	run(begins_to_await, NULL);
	loop_free(loop); /* and nothing is left over, says the sanitizer */
	assert_trace("a ECANCELED untouched");
}

/* Their loop is closed under them. */
static int waits_in_vain(void *arg, void **result)
{
	Future *all[] = { loop_create_future(loop), ready("b") };

	for (int i = 0; i < 3; i++)
		trace("%d", (int)asyncio_wait(all, 2, 100, ALL_COMPLETED) == -ECANCELED);
	trace("%d", nobody_waits_for(all[0]) && nobody_waits_for(all[1]));
	unref_all(all, 2);
	return 0;
}

static int takes_in_vain(void *arg, void **result)
{
	Future *all[] = { loop_create_future(loop), ready("b"), NULL }, *future = NULL;
	AsCompleted it = { .futures = all, .n = 1, .timeout = 100 };

	for (int i = 0; i < 3; i++)
		trace("%d", as_completed_next(&it, &future) == -ECANCELED);
	as_completed_close(&it);
	it = (AsCompleted){ .futures = all, .n = 3, .timeout = 100 };
	trace("%d", as_completed_next(&it, &future) == -ECANCELED);
	as_completed_close(&it);
	trace("%d", nobody_waits_for(all[0]) && nobody_waits_for(all[1]));
	unref_all(all, 2);
	return 0;
}

static int leaves_two_waiting(void *arg, void **result)
{
	task_detach(asyncio_create_task(waits_in_vain, NULL));
	task_detach(asyncio_create_task(takes_in_vain, NULL));
	return asyncio_sleep(1);
}

static void when_their_loop_is_closed_waits_are_called_off(void **state)
{
	assert_int_equal(run(leaves_two_waiting, NULL), 0);
	loop_free(loop);
	assert_trace("1 1 1 1 1 1 1 1 1");
}

TESTS(T(when_its_loop_is_closed_a_gather_is_cancelled),
      T(who_awaits_it_when_its_loop_is_closed_has_awaited_it),
      T(when_their_loop_is_closed_waits_are_called_off))
