/* Rung 4.4.8: shields, timeouts and wait_for, when their loop is closed. */
#include "running.h"
#include "timeouts.h"

/* Nobody asks who closes a loop whether it is time. */
static int waits_in_a_block(void *arg, void **result)
{
	Timeout outer = { 0 }, inner = { 0 };

	succeeds(timeout_enter(&outer, 10));
	int error = asyncio_sleep(100);
	trace("%s", why(error));
	trace("%s", why(timeout_enter(&inner, 0)));
	trace("%s", why(timeout_reschedule(&inner, 0)));
	trace("%s", why(timeout_exit(&inner, asyncio_sleep(1))));
	trace("%s", why(timeout_exit(&outer, error)));
	return error;
}

static void a_closed_loop_has_no_deadlines(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, waits_in_a_block, NULL);

	assert_non_null(task);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	assert_trace("ECANCELED 0 0 ECANCELED ECANCELED");
	assert_true(future_cancelled(task));
	task_detach(task);
	loop_free(loop);
}

/* The loop is closed under all kinds of waits; nothing is lost, as sanitizers see. */
static int unwinds(void *seconds, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());
	int status = asyncio_wait_for(future, *(double *)seconds, NULL);

	trace("%s", why(status));
	return status;
}

static int unwinds_waiting_for_a_task(void *seconds, void **result)
{
	Task *task = asyncio_create_task(shrugs, NULL);
	int status = asyncio_sleep(0);

	if (status == 0)
		status = asyncio_wait_for(task, *(double *)seconds, NULL);
	trace("%s", why(status));
	return status;
}

static void a_closed_loop_ends_the_wait(void **state)
{
	double seconds[] = { 10, 0, -1 };

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	task_detach(loop_create_task(loop, unwinds, &seconds[0]));
	task_detach(loop_create_task(loop, unwinds, &seconds[2]));
	task_detach(loop_create_task(loop, unwinds_waiting_for_a_task, &seconds[0]));
	task_detach(loop_create_task(loop, unwinds_waiting_for_a_task, &seconds[1]));
	for (int i = 0; i < 3; i++) {
		loop_stop(loop);
		assert_int_equal(loop_run_forever(loop), 0);
	}
	loop_free(loop);
	assert_trace("shrugs:ECANCELED ECANCELED ECANCELED shrugs:ECANCELED ECANCELED "
	             "ECANCELED");
}

TESTS(T(a_closed_loop_has_no_deadlines), T(a_closed_loop_ends_the_wait))
