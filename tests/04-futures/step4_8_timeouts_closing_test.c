/* Rung 4.4.8: timeouts, when their loop is closed. */
#include "running.h"
#include "timeouts.h"

/* A loop that is closed does not ask whether it is time. */
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

TESTS(T(a_closed_loop_has_no_deadlines))
