/* Rung 4.4.6: asyncio.timeout. */
#include "running.h"
#include "timeouts.h"

/* Ends the block, and traces how it ended, whether the time was up, and whether a request
 * is left. */
static int leave(Timeout *timeout, int error)
{
	error = timeout_exit(timeout, error);
	trace("%s%s%s", why(error), timeout_expired(timeout) ? ",expired" : "",
	      cancelling() > 0 ? ",asked" : "");
	return error;
}

/* A whole block, around a sleep. */
static int block(double limit, double seconds)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, limit);

	if (error == 0) {
		error = asyncio_sleep(seconds);
		trace("%s", why(error));
	}
	return leave(&timeout, error);
}

static int too_long(void *arg, void **result)
{
	block(0.05, 10);
	trace("%d", now());
	trace("%s", why(asyncio_sleep(1)));
	trace("%d", now());
	return 0;
}

static void what_takes_too_long_is_cancelled_and_has_timed_out(void **state)
{
	assert_int_equal(run(too_long, NULL), 0);
	assert_trace("ECANCELED ETIMEDOUT,expired 50 0 1050");
}

static int in_time(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.05));
	trace("%s", timers_first(loop) == NULL ? "none" : "timer");
	leave(&timeout, asyncio_sleep(0.01));
	trace("%s", timers_first(loop) == NULL ? "none" : "timer");
	succeeds(asyncio_sleep(1));
	trace("%d", now());
	return 0;
}

static void what_ends_in_time_leaves_no_timer(void **state)
{
	assert_int_equal(run(in_time, NULL), 0);
	assert_trace("timer 0 none 1010");
}

static int no_limit(void *arg, void **result)
{
	double limits[] = { -1, -INFINITY, INFINITY };
	const Loop *running = asyncio_get_running_loop();

	for (int i = 0; i < 3; i++) {
		Timeout timeout = { 0 };
		trace("%s", why(timeout_enter(&timeout, limits[i])));
		trace("%s", isinf(timeout.when) && timeout.when > 0 ? "never" : "?");
		trace("%s", timers_first(running) == NULL ? "none" : "timers");
		succeeds(asyncio_sleep(100));
		leave(&timeout, 0);
	}
	trace("%d", now());
	return 0;
}

static void without_a_limit_it_never_ends(void **state)
{
	assert_int_equal(run(no_limit, NULL), 0);
	assert_trace("0 never none 0 0 never none 0 0 never none 0 300000");
}

static int at_once(void *arg, void **result)
{
	Timeout past = { 0 };

	block(0, 0);
	block(0, 10);
	succeeds(timeout_enter(&past, 10));
	timeout_reschedule(&past, loop_time(asyncio_get_running_loop()) - 5);
	leave(&past, asyncio_sleep(0));
	trace("%d", now());
	return 0;
}

static void a_deadline_that_has_come_ends_the_first_wait(void **state)
{
	assert_int_equal(run(at_once, NULL), 0);
	assert_trace("ECANCELED ETIMEDOUT,expired ECANCELED ETIMEDOUT,expired "
	             "ETIMEDOUT,expired 0");
}

static int never_waits(void *arg, void **result)
{
	Future *done = loop_create_future(asyncio_get_running_loop());
	Timeout timeout = { 0 };

	future_set_result(done, NULL);
	succeeds(timeout_enter(&timeout, 0));
	trace("%s", why(await(done, NULL)));
	leave(&timeout, 0);
	trace("%s", why(asyncio_sleep(0.1)));
	return 0;
}

static void who_never_waits_is_never_late(void **state)
{
	Timeout timeout = { 0 };

	assert_int_equal(run(never_waits, NULL), 0);
	assert_trace("0 0 0");
	assert_int_equal(timeout_enter(&timeout, 1), -EINVAL); /* no task is running */
}

/* A body that takes 20 ms of work for a block of 5, and then gives way so many times. */
static void works(int turns)
{
	Timeout timeout = { 0 };
	int error = timeout_enter(&timeout, 0.005);

	time_sleep(0.02);
	while (error == 0 && turns-- > 0)
		error = asyncio_sleep(0);
	leave(&timeout, error);
}

static int works_hard(void *arg, void **result)
{
	works(0);
	works(1);
	works(2);
	return 0;
}

static void a_deadline_is_heard_behind_what_is_ready(void **state)
{
	assert_int_equal(run(works_hard, NULL), 0);
	assert_trace("0 0 ETIMEDOUT,expired");
}

static int has_its_own_error(void *arg, void **result)
{
	Timeout early = { 0 }, late = { 0 };

	succeeds(timeout_enter(&early, 0.05));
	succeeds(asyncio_sleep(0.01));
	leave(&early, -EIO);
	trace("%s", timers_first(asyncio_get_running_loop()) == NULL ? "none" : "timers");
	succeeds(timeout_enter(&late, 0.05));
	trace("%s", why(asyncio_sleep(1)));
	leave(&late, -EIO);
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void an_error_of_the_body_comes_out_as_it_is(void **state)
{
	assert_int_equal(run(has_its_own_error, NULL), 0);
	assert_trace("EIO none ECANCELED EIO,expired 0");
}

static int shrugs_it_off(void *arg, void **result)
{
	Timeout timeout = { 0 };

	succeeds(timeout_enter(&timeout, 0.05));
	trace("%s", why(asyncio_sleep(1)));
	trace("%s", why(asyncio_sleep(1)));
	leave(&timeout, 0);
	trace("%s", why(asyncio_sleep(0)));
	return 0;
}

static void who_ignores_it_is_not_cancelled_again(void **state)
{
	assert_int_equal(run(shrugs_it_off, NULL), 0);
	assert_trace("ECANCELED 0 0,expired 0");
}

static int limited(void *limit, void **result)
{
	return block(*(double *)limit, 1);
}

static int cancelled_first(void *arg, void **result)
{
	double limit = 0.05;
	Task *task = asyncio_create_task(limited, &limit);

	after(0.02, cancels, task);
	trace("%s", why(await(task, NULL)));
	trace("%d", now());
	trace("%s", timers_first(asyncio_get_running_loop()) == NULL ? "none" : "timers");
	return 0;
}

static void a_request_of_others_is_no_timeout(void **state)
{
	assert_int_equal(run(cancelled_first, NULL), 0);
	assert_trace("ECANCELED ECANCELED,asked ECANCELED 20 none");
}

/* The request of another task, and the deadline, in one pass. */
static int cancelled_meanwhile(void *arg, void **result)
{
	double limit = 0.05;
	Task *first = asyncio_create_task(limited, &limit), *second;

	after(0.05, cancels, first); /* before the task has set its alarm */
	ignore_status(await(first, NULL));
	second = asyncio_create_task(limited, &limit);
	succeeds(asyncio_sleep(0));
	after(0.05, cancels, second);
	ignore_status(await(second, NULL));
	return 0;
}

static void a_request_of_others_wins_over_the_deadline(void **state)
{
	assert_int_equal(run(cancelled_meanwhile, NULL), 0);
	assert_trace("ECANCELED ECANCELED,expired,asked ECANCELED "
	             "ECANCELED,expired,asked");
}

static int already_asked(void *arg, void **result)
{
	trace("%s", why(asyncio_sleep(1)));
	block(0.05, 1);
	trace("%d", cancelling());
	return 0;
}

static int asks(void *arg, void **result)
{
	Task *task = asyncio_create_task(already_asked, NULL);

	succeeds(asyncio_sleep(0));
	task_cancel(task);
	return await(task, NULL);
}

static void older_requests_do_not_count(void **state)
{
	assert_int_equal(run(asks, NULL), 0);
	assert_trace("ECANCELED ECANCELED ETIMEDOUT,expired,asked 1");
}

static int gathers(void *arg, void **result)
{
	Loop *loop = asyncio_get_running_loop();
	Future *futures[3];
	Timeout timeout = { 0 };

	for (int i = 0; i < 3; i++)
		futures[i] = future_ref(loop_create_future(loop));
	succeeds(timeout_enter(&timeout, 0.05));
	leave(&timeout, await(asyncio_gatherv(futures, 3, NULL, NULL), NULL));
	for (int i = 0; i < 3; i++) {
		trace("%s", future_cancelled(futures[i]) ? "cancelled" : "?");
		future_unref(futures[i]);
	}
	return 0;
}

static void all_that_is_awaited_is_cancelled(void **state)
{
	assert_int_equal(run(gathers, NULL), 0);
	assert_trace("ETIMEDOUT,expired cancelled cancelled cancelled");
}

TESTS(T(what_takes_too_long_is_cancelled_and_has_timed_out),
      T(what_ends_in_time_leaves_no_timer), T(without_a_limit_it_never_ends),
      T(a_deadline_that_has_come_ends_the_first_wait), T(who_never_waits_is_never_late),
      T(a_deadline_is_heard_behind_what_is_ready),
      T(an_error_of_the_body_comes_out_as_it_is),
      T(who_ignores_it_is_not_cancelled_again), T(a_request_of_others_is_no_timeout),
      T(a_request_of_others_wins_over_the_deadline), T(older_requests_do_not_count),
      T(all_that_is_awaited_is_cancelled))
