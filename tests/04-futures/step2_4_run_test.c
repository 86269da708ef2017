/* Step 4.2: from a plain function into a coroutine and back. */
#include "core.h"

#include <sys/resource.h>

static int sleeps(void *seconds, void **result)
{
	int status = asyncio_sleep(*(double *)seconds);

	trace("%g:%s", time_perf_counter(), why(status));
	*result = seconds;
	return status;
}

static void three_sleepers_wake_in_the_order_of_their_times(void **state)
{
	double times[] = { 0.03, 0.01, 0.02 };

	begin();
	for (int i = 0; i < 3; i++)
		task_detach(new_task(sleeps, &times[i]));
	assert_int_equal(loop_run_forever(loop), 0);
	assert_trace("0.01:ok 0.02:ok 0.03:ok");
	loop_free(loop);
}

static void a_negative_sleep_is_one_pass(void **state)
{
	double seconds = -3;
	void *value = NULL;

	begin();
	Task *task = new_task(sleeps, &seconds);
	assert_int_equal(loop_run_until_complete(loop, task, &value), 0);
	assert_ptr_equal(value, &seconds);
	assert_trace("0:ok");
	assert_int_equal(pass, 3); /* two steps, and the end of the run */
	loop_free(loop);
}

static int sleeps_wrongly(void *unused, void **result)
{
	int before = pass;

	trace("%s", why(asyncio_sleep(NAN)));
	trace("%s", why(asyncio_sleep(-INFINITY)));
	trace("%d", pass - before);
	return 0;
}

static void what_is_no_time_is_refused(void **state)
{
	begin();
	assert_int_equal(coroutine_status(sleeps_wrongly, NULL), 0);
	assert_int_equal(asyncio_sleep(NAN), -EINVAL);
	assert_trace("EINVAL ok 1");
	assert_null(timers_first(loop));
	loop_free(loop);
}

static int runs_inside(void *unused, void **result)
{
	Future *f = new_future();
	Loop *other = asyncio_new_event_loop();
	Future *of_other = loop_create_future(other);

	trace("%s", why(asyncio_run(sleeps, NULL, result)));
	trace("%s", why(loop_run_until_complete(loop, f, NULL)));
	trace("%s", why(loop_run_until_complete(other, of_other, NULL)));
	trace("%s", why(asyncio_sleep(0)));
	future_unref(f);
	future_unref(of_other);
	loop_free(other);
	return 0;
}

static void nobody_runs_a_loop_inside_a_loop(void **state)
{
	begin();
	assert_int_equal(coroutine_status(runs_inside, NULL), 0);
	assert_trace("EBUSY EBUSY EBUSY ok");
	loop_free(loop);
}

static int returns(void *status, void **result)
{
	trace("%s", asyncio_get_running_loop() != NULL ? "runs" : "?");
	succeeds(asyncio_sleep(0.5));
	*result = "value";
	return *(int *)status;
}

static void run_returns_what_main_returned(void **state)
{
	int statuses[] = { 0, -EIO, -ECANCELED, -EINTR, -EINPROGRESS, -EDEADLK };

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	for (int i = 0; i < 6; i++) {
		void *value = "?";
		assert_int_equal(asyncio_run(returns, &statuses[i], &value), statuses[i]);
		assert_true(statuses[i] == 0 ? strcmp(value, "value") == 0
		                             : value == NULL);
		assert_null(asyncio_get_running_loop());
		assert_int_equal(asyncio_run(returns, &statuses[i], NULL), statuses[i]);
	}
	assert_trace("runs runs runs runs runs runs runs runs runs runs runs runs");
}

static int counts(void *n, void **result)
{
	trace("%d@%g", ++*(int *)n, loop_time(loop));
	return asyncio_sleep(1);
}

/* There is no runner object: it is a loop. */
static void several_runs_on_one_loop_go_on_where_the_last_one_ended(void **state)
{
	int n = 0;

	begin();
	for (int i = 0; i < 3; i++)
		assert_int_equal(coroutine_status(counts, &n), 0);
	assert_trace("1@0 2@1 3@2");
	assert_int_equal(loop_close(loop), 0);
	assert_int_equal(loop_close(loop), 0);
	Task *task = loop_create_task(loop, counts, &n);
	assert_int_equal(loop_run_until_complete(loop, task, NULL), -ESHUTDOWN);
	task_detach(task);
	assert_int_equal(n, 3);
	loop_free(loop);
}

static void tells(void *name)
{
	trace("%s", (char *)name);
}

/* An error of one takes nobody along. */
static void one_that_fails_disturbs_nobody(void **state)
{
	int failing = -EIO, well = 0;
	Handle a = HANDLE(tells, "a"), b = HANDLE(tells, "b");

	begin();
	loop_call_soon(loop, &a);
	Task *fails = new_task(returns, &failing), *goes = new_task(returns, &well);
	loop_call_soon(loop, &b);
	assert_int_equal(loop_run_until_complete(loop, fails, NULL), -EIO);
	assert_int_equal(loop_run_until_complete(loop, goes, NULL), 0);
	assert_trace("a runs runs b");
	loop_free(loop);
}

static void a_run_without_descriptors_returns_that_reason(void **state)
{
	struct rlimit before, three;
	int status = 0;
	void *value = "?";

	unsetenv("ASYNCIO_SELECTOR");
	getrlimit(RLIMIT_NOFILE, &before);
	three = (struct rlimit){ 3, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &three), 0);
	int error = asyncio_run(returns, &status, &value);
	setrlimit(RLIMIT_NOFILE, &before); /* a leak checker needs a descriptor */
	assert_int_equal(error, -EMFILE);
	assert_null(value);
	assert_trace("");
}

TESTS(T(three_sleepers_wake_in_the_order_of_their_times), T(a_negative_sleep_is_one_pass),
      T(what_is_no_time_is_refused), T(nobody_runs_a_loop_inside_a_loop),
      T(run_returns_what_main_returned),
      T(several_runs_on_one_loop_go_on_where_the_last_one_ended),
      T(one_that_fails_disturbs_nobody),
      T(a_run_without_descriptors_returns_that_reason))
