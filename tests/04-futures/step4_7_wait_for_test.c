/* Rung 4.4.7: asyncio.wait_for. */
#include "running.h"

/* Tells how it ends, and what came. */
static int waited_for(Future *future, double seconds)
{
	void *value = "nothing";
	double start = time_perf_counter();
	int status = asyncio_wait_for(future, seconds, &value);

	trace("%d:%s", since(start), why(status));
	if (value != NULL)
		trace("%s", (const char *)value);
	if (cancelling() > 0)
		trace("asked");
	return status;
}

static Task *made(CoroutineFn *fn, void *arg)
{
	return asyncio_create_task(fn, arg);
}

static int is_quick(void *name, void **result)
{
	*result = name;
	return asyncio_sleep(0.02);
}

static int in_time(void *arg, void **result)
{
	waited_for(made(is_quick, "quick"), 0.05);
	trace("%s", timers_first(asyncio_get_running_loop()) == NULL ? "none" : "timers");
	waited_for(made(fails, error_of(-EIO)), 0.05);
	waited_for(made(is_quick, "slow"), -1);
	waited_for(made(is_quick, "slower"), INFINITY);
	return 0;
}

static void what_comes_in_time_is_the_value(void **state)
{
	assert_int_equal(run(in_time, NULL), 0);
	assert_trace("20:0 quick none 0:EIO 20:0 slow 20:0 slower");
}

static int too_late(void *arg, void **result)
{
	waited_for(made(sleeps_long, NULL), 0.05);
	waited_for(made(cleans_up_slowly, NULL), 0.05);
	waited_for(loop_create_future(asyncio_get_running_loop()), 0.05);
	return 0;
}

static void what_comes_too_late_has_ended_when_the_wait_returns(void **state)
{
	assert_int_equal(run(too_late, NULL), 0);
	assert_trace("sleeper:ECANCELED 50:ETIMEDOUT slow:ECANCELED slow:clean "
	             "80:ETIMEDOUT 50:ETIMEDOUT");
}

static int done_before(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	Future *value = loop_create_future(loop), *error = loop_create_future(loop);
	Future *cancelled = loop_create_future(loop);

	count_passes(loop);
	future_set_result(value, "value");
	future_set_error(error, -EIO);
	future_cancel(cancelled);
	waited_for(value, 0);
	waited_for(error, 0);
	waited_for(cancelled, 0);
	waited_for(NULL, 0);
	trace("%d", passes);
	return 0;
}

static void what_is_done_needs_no_time(void **state)
{
	assert_int_equal(run(done_before, NULL), 0);
	assert_trace("0:0 value 0:EIO 0:ECANCELED 0:ENOMEM 0");
}

static int no_time(void *arg, void **result)
{
	Task *task = made(sleeps_long, "new");

	waited_for(task, 0);
	task = made(sleeps_long, "runs");
	succeeds(asyncio_sleep(0));
	waited_for(task, 0);
	task = made(cleans_up_slowly, NULL);
	succeeds(asyncio_sleep(0));
	waited_for(task, 0);
	task = made(shrugs, "value");
	succeeds(asyncio_sleep(0));
	waited_for(task, 0);
	return 0;
}

static void without_time_it_is_cancelled_at_once(void **state)
{
	assert_int_equal(run(no_time, NULL), 0);
	assert_trace("0:ETIMEDOUT runs:ECANCELED 0:ETIMEDOUT slow:ECANCELED slow:clean "
	             "30:ETIMEDOUT shrugs:ECANCELED 0:0 value");
}

/* Waits for the future, and then for nothing in particular. */
static int waits(void *future, void **result)
{
	int status = waited_for(future, 0.05);

	trace("%s", why(asyncio_sleep(0)));
	return status;
}

static int cancels_who_waits(void *arg, void **result)
{
	Task *inner = made(cleans_up_slowly, "inner"), *outer = made(waits, inner);

	succeeds(asyncio_sleep(0.02));
	task_cancel(outer);
	trace("%s", why(await(outer, NULL)));
	trace("%d", now());
	return 0;
}

static void a_wait_that_is_cancelled_cancels_it(void **state)
{
	assert_int_equal(run(cancels_who_waits, NULL), 0);
	assert_trace("inner:ECANCELED inner:clean 50:ECANCELED asked 0 ECANCELED 50");
}

static int replaces(void *arg, void **result)
{
	trace("%s", why(asyncio_sleep(1)));
	return -EIO;
}

static int answers(void *arg, void **result)
{
	waited_for(made(shrugs, "value"), 0.05);
	waited_for(made(replaces, NULL), 0.05);
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void what_answers_with_a_value_or_an_error_has_the_last_word(void **state)
{
	assert_int_equal(run(answers, NULL), 0);
	assert_trace("shrugs:ECANCELED 50:0 value ECANCELED 50:EIO 0");
}

/* It is done, and before the task that waits has run, that is cancelled; or the time is
 * up. */
static int both_at_once(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());
	Task *outer = made(waits, future_ref(future));

	succeeds(asyncio_sleep(0.02));
	future_set_result(future, "value");
	task_cancel(outer);
	trace("%s", why(await(outer, NULL)));
	trace("%s", why(await(future, NULL)));
	return 0;
}

static void a_request_is_not_lost_when_the_value_comes(void **state)
{
	assert_int_equal(run(both_at_once, NULL), 0);
	assert_trace("20:ECANCELED asked 0 ECANCELED 0");
}

static int third_party(void *arg, void **result)
{
	Task *inner = made(sleeps_long, NULL);

	after(0.02, cancels, inner);
	waited_for(inner, 0.05);
	return 0;
}

static void what_others_cancel_has_not_timed_out(void **state)
{
	assert_int_equal(run(third_party, NULL), 0);
	assert_trace("sleeper:ECANCELED 20:ECANCELED");
}

static int shields(void *arg, void **result)
{
	Task *task = made(is_quick, "value");
	void *value = NULL;

	waited_for(asyncio_shield(task), 0.01);
	waited_for(asyncio_shield(task), 0);
	trace("%s", why(await(task, &value)));
	trace("%s %d", value == NULL ? "?" : (char *)value, now());
	return 0;
}

static void what_is_shielded_goes_on(void **state)
{
	assert_int_equal(run(shields, NULL), 0);
	assert_trace("10:ETIMEDOUT 0:ETIMEDOUT 0 value 20");
}

static void sets_and_counts(void *future)
{
	count_passes(asyncio_get_running_loop());
	future_set_result(future, "value");
}

static int counts(void *arg, void **result)
{
	Future *future = loop_create_future(asyncio_get_running_loop());

	after(0.01, sets_and_counts, future);
	waited_for(future, 1);
	trace("%d", passes);
	return 0;
}

static void it_returns_in_the_pass_after_the_value_comes(void **state)
{
	assert_int_equal(run(counts, NULL), 0);
	assert_trace("10:0 value 1");
}

/* Each way to end gives the reference back. */
static int keeps_references(void *arg, void **result)
{
	Task *quick = future_ref(made(is_quick, "quick"));
	Task *slow = future_ref(made(sleeps_long, NULL));
	Task *at_once = future_ref(made(sleeps_long, NULL));

	waited_for(quick, 1);
	waited_for(slow, 0.05);
	waited_for(at_once, 0);
	trace("%u %u %u", quick->refs, slow->refs, at_once->refs);
	future_unref(quick);
	future_unref(slow);
	future_unref(at_once);
	return 0;
}

static void it_takes_what_it_has_waited_for(void **state)
{
	assert_int_equal(run(keeps_references, NULL), 0);
	assert_trace("20:0 quick sleeper:ECANCELED 50:ETIMEDOUT sleeper:ECANCELED "
	             "0:ETIMEDOUT 1 1 1");
}

TESTS(T(what_comes_in_time_is_the_value),
      T(what_comes_too_late_has_ended_when_the_wait_returns),
      T(what_is_done_needs_no_time), T(without_time_it_is_cancelled_at_once),
      T(a_wait_that_is_cancelled_cancels_it),
      T(what_answers_with_a_value_or_an_error_has_the_last_word),
      T(a_request_is_not_lost_when_the_value_comes),
      T(what_others_cancel_has_not_timed_out), T(what_is_shielded_goes_on),
      T(it_returns_in_the_pass_after_the_value_comes), T(it_takes_what_it_has_waited_for))
