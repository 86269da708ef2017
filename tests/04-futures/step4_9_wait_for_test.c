/* Rung 4.4.9: waits with a limit of time, in a circle, and when their loop is closed. */
#include "running.h"

/* Two that wait for each other, and have no time for it. */
typedef struct Pair {
	Task *tasks[2];
	double seconds;
} Pair;

static int waits_for_the_other(void *arg, void **result)
{
	Pair *pair = arg;
	bool second = asyncio_current_task() == pair->tasks[1];
	int status = asyncio_sleep(second ? 0 : 0.01);

	if (status == 0)
		status = asyncio_wait_for(future_ref(pair->tasks[!second]), pair->seconds,
		                          NULL);
	trace("%s:%s", second ? "second" : "first", why(status));
	return status;
}

static int circle(void *arg, void **result)
{
	Pair pair = { .seconds = *(double *)arg };

	for (int i = 0; i < 2; i++)
		pair.tasks[i] = asyncio_create_task(waits_for_the_other, &pair);
	trace("%s", why(asyncio_sleep(1)));
	for (int i = 0; i < 2; i++)
		ignore_status(await(pair.tasks[i], NULL));
	trace("%d", now());
	return 0;
}

static void a_circle_ends_when_the_time_is_up(void **state)
{
	double seconds = 0.05;

	assert_int_equal(run(circle, &seconds), 0);
	assert_trace("second:ETIMEDOUT first:ETIMEDOUT 0 1000");
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

TESTS(T(a_circle_ends_when_the_time_is_up), T(a_closed_loop_ends_the_wait))
