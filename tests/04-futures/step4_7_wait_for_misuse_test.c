/* Rung 4.4.7: asyncio.wait_for refused, or cancelled itself; and what becomes of the
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

/* The waiting task is cancelled while it waits for the end of what it has cancelled. */
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

static void a_wait_that_is_cancelled_meanwhile_gives_it_back(void **state)
{
	assert_int_equal(run(lets_go, NULL), 0);
	assert_trace("slow:ECANCELED ECANCELED 10 ECANCELED 10 slow:clean");
}

/* When the time is up it goes on waiting, even if it is cancelled then: the request has
 * been passed on. */
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

/* A task that cancels itself, and then waits for something else, or cancels it. */
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

TESTS(T(what_is_refused_is_still_ours), T(outside_a_task_only_what_is_done_can_be_had),
      T(a_wait_that_is_cancelled_meanwhile_gives_it_back),
      T(a_request_after_the_deadline_waits_for_the_end_too),
      T(a_request_to_itself_is_heard))
