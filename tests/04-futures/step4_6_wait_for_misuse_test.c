/* Step 4.4: asyncio.wait_for refused, or called off itself; and what becomes of the
 * future. */
#include "running.h"

/* Each way to be refused leaves it to us. */
static int refusals(void *arg, void **result)
{
	Loop *other = asyncio_new_event_loop();
	Future *foreign = loop_create_future(other);
	Future *future = loop_create_future(asyncio_get_running_loop());
	void *value = "nothing";

	trace("%s", why(asyncio_wait_for(future, NAN, &value)));
	trace("%s", value == NULL ? "NULL" : "?");
	trace("%s", why(asyncio_wait_for(foreign, 0, &value)));
	trace("%s", why(asyncio_wait_for(foreign, 1, NULL)));
	trace("%s", why(asyncio_wait_for(asyncio_current_task(), 0, NULL)));
	trace("%s", why(asyncio_wait_for(asyncio_current_task(), 1, NULL)));
	trace("%d", cancelling());
	trace("%s", future_done(future) || future_done(foreign) ? "done" : "pending");
	future_set_result(future, "value");
	trace("%s", why(asyncio_wait_for(future, NAN, &value)));
	trace("%s", why(asyncio_wait_for(future, 0, &value)));
	trace("%s", value == NULL ? "NULL" : (char *)value);
	future_unref(foreign);
	loop_free(other);
	return 0;
}

static void what_is_refused_is_still_ours(void **state)
{
	assert_int_equal(run(refusals, NULL), 0);
	assert_trace("EINVAL NULL EINVAL EINVAL EDEADLK EDEADLK 0 pending "
	             "EINVAL 0 value");
}

static void outside_a_task_only_what_is_done_can_be_had(void **state)
{
	Loop *loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Future *future = loop_create_future(loop);
	void *value = NULL;

	assert_non_null(future);
	assert_int_equal(asyncio_wait_for(future, 1, &value), -EPERM);
	assert_int_equal(asyncio_wait_for(future, 0, NULL), -EPERM);
	assert_int_equal(asyncio_wait_for(future, -1, NULL), -EPERM);
	assert_false(future_done(future));
	future_set_result(future, "value");
	assert_int_equal(asyncio_wait_for(future, 1, &value), 0);
	assert_text((char *)value, "value");
	assert_int_equal(asyncio_wait_for(NULL, 1, &value), -ENOMEM);
	assert_null(value);
	loop_free(loop);
}

static int gives_no_time(void *future, void **result)
{
	int status = asyncio_wait_for(future, 0, NULL);

	trace("%s %d", why(status), now());
	return status;
}

/* Who calls it off is called off while it sits out the end. */
static int lets_go(void *arg, void **result)
{
	Task *inner = asyncio_create_task(cleans_up_slowly, NULL);
	succeeds(asyncio_sleep(0));
	Task *outer = asyncio_create_task(gives_no_time, inner);

	succeeds(asyncio_sleep(0.01));
	task_cancel(outer);
	trace("%s %d", why(await(outer, NULL)), now());
	succeeds(asyncio_sleep(1));
	return 0;
}

static void who_is_called_off_meanwhile_lets_it_go(void **state)
{
	assert_int_equal(run(lets_go, NULL), 0);
	assert_trace("slow:ECANCELED ECANCELED 10 ECANCELED 10 slow:clean");
}

/* With the time up it goes on waiting, whoever else asks: it has been passed on. */
static int has_time(void *future, void **result)
{
	int status = asyncio_wait_for(future, 0.05, NULL);

	trace("%s %d", why(status), now());
	return status;
}

static int insists(void *arg, void **result)
{
	Task *inner = asyncio_create_task(cleans_up_slowly, NULL);
	Task *outer = asyncio_create_task(has_time, inner);

	succeeds(asyncio_sleep(0.06));
	task_cancel(outer);
	trace("%s", why(await(outer, NULL)));
	return 0;
}

static void a_request_after_the_deadline_waits_for_the_end_too(void **state)
{
	assert_int_equal(run(insists, NULL), 0);
	assert_trace("slow:ECANCELED slow:clean ECANCELED 80 ECANCELED");
}

/* One that asks for its own end, and then calls off something else. */
static int asks_itself(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());

	task_cancel(asyncio_current_task());
	trace("%s", why(asyncio_wait_for(future_ref(future), 0, NULL)));
	trace("%s", future_cancelled(future) ? "cancelled" : "?");
	future_unref(future);
	future = loop_create_future(asyncio_get_running_loop());
	task_cancel(asyncio_current_task());
	trace("%s", why(asyncio_wait_for(future_ref(future), 1, NULL)));
	trace("%s", future_cancelled(future) ? "cancelled" : "?");
	future_unref(future);
	return 0;
}

static int asks_itself_in_a_task(void *arg, void **result)
{
	return await(asyncio_create_task(asks_itself, NULL), NULL);
}

static void a_request_to_itself_is_heard(void **state)
{
	assert_int_equal(run(asks_itself_in_a_task, NULL), 0);
	assert_trace("ECANCELED cancelled ECANCELED cancelled");
}

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

TESTS(T(what_is_refused_is_still_ours), T(outside_a_task_only_what_is_done_can_be_had),
      T(who_is_called_off_meanwhile_lets_it_go),
      T(a_request_after_the_deadline_waits_for_the_end_too),
      T(a_request_to_itself_is_heard), T(a_circle_ends_when_the_time_is_up),
      T(a_closed_loop_ends_the_wait))
