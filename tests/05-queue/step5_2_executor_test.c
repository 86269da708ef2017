/* Rung 5.5.2: calls on threads, and what they bring. */
#include "threads.h"

static Loop *loop;

static void begin(void)
{
	loop = new_loop();
}

static int where_am_i(void *thread, void **result)
{
	*(pthread_t *)thread = pthread_self();
	*result = thread;
	return asyncio_get_running_loop() == NULL ? 0 : -EBUSY;
}

typedef struct Outcome {
	int status;
	void *value;
} Outcome;

static int asks_a_thread(void *outcome, void **result)
{
	pthread_t thread = pthread_self();
	Outcome *o = outcome;
	Future *call = loop_run_in_executor(asyncio_get_running_loop(), where_am_i,
	                                    &thread);

	o->status = await(call, &o->value);
	trace("%s", pthread_equal(thread, pthread_self()) ? "here" : "elsewhere");
	trace("%s", o->value == &thread ? "value" : "none");
	return o->status;
}

static void a_call_runs_in_another_thread_and_brings_its_value(void **state)
{
	Outcome outcome = { 1, NULL };

	begin();
	assert_int_equal(coroutine_in_time(loop, asks_a_thread, &outcome), 0);
	assert_trace("elsewhere value");
	loop_free(loop);
}

static int ends_with(void *status, void **result)
{
	*result = status;
	return *(int *)status;
}

static int asks_in_vain(void *unused, void **result)
{
	int fine = 0, failed = -EIO, cancelled = -ECANCELED, positive = 7;
	int *statuses[] = { &fine, &failed, &cancelled, &positive };

	for (int i = 0; i < 4; i++) {
		void *value = &value;
		int status = asyncio_to_thread(ends_with, statuses[i], &value);
		trace("%d:%s", -status,
		      value == &value        ? "untouched"
		      : value == statuses[i] ? "written"
		                             : "?");
	}
	Future *call = loop_run_in_executor(asyncio_get_running_loop(), ends_with,
	                                    &cancelled);
	int status = future_wait(call);
	trace("%s", status == -ECANCELED && future_cancelled(call) ? "cancelled" : "?");
	future_unref(call);
	return asyncio_to_thread(ends_with, &fine, NULL);
}

static void prints_a_positive_status(void)
{
	begin();
	end_if_stuck();
	coroutine_in_time(loop, asks_in_vain, NULL);
	printf("%s\n", traced());
}

static void an_error_comes_back_and_only_success_writes_the_result(void **state)
{
	char expected[200];

	snprintf(expected, sizeof expected,
	         "0:written %d:untouched %d:untouched %d:untouched cancelled", EIO,
	         ECANCELED, EINVAL);
	assert_int_equal(run_child(prints_a_positive_status), 0);
	assert_printed("returned a positive status: -EINVAL");
	assert_printed(expected);
}

static int ticks(void *unused, void **result)
{
	int n = 0;

	while (asyncio_sleep(0.001) == 0)
		trace("%s", n++ == 0 ? "tick" : "");
	return 0;
}

static int sleeps_there(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

static int waits_beside_a_ticker(void *unused, void **result)
{
	Task *ticker = asyncio_create_task(ticks, NULL);
	double seconds = A_MOMENT;
	int status = asyncio_to_thread(sleeps_there, &seconds, NULL);

	trace("called");
	task_cancel(ticker);
	succeeds(await(ticker, NULL));
	return status;
}

static void the_loop_runs_on_while_a_thread_blocks(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, waits_beside_a_ticker, NULL), 0);
	assert_non_null(strstr(traced(), "tick"));
	assert_non_null(strstr(traced(), "called"));
	loop_free(loop);
}

static atomic_int runs[10];

static int counts_its_run(void *run, void **result)
{
	time_sleep(0.005);
	atomic_fetch_add((atomic_int *)run, 1);
	return 0;
}

static int asks_ten_at_once(void *unused, void **result)
{
	Future *calls[10];

	for (int i = 0; i < 10; i++)
		calls[i] = loop_run_in_executor(asyncio_get_running_loop(),
		                                counts_its_run, &runs[i]);
	return await(asyncio_gatherv(calls, 10, NULL, NULL), NULL);
}

static void ten_calls_at_once_run_once_each(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_ten_at_once, NULL), 0);
	for (int i = 0; i < 10; i++)
		assert_int_equal(atomic_load(&runs[i]), 1);
	loop_free(loop);
}

static int asks_one_after_the_other(void *threads, void **result)
{
	int status = 0;

	for (int i = 0; i < 20 && status == 0; i++)
		status = asyncio_to_thread(where_am_i, (pthread_t *)threads + i, NULL);
	return status;
}

static void an_idle_thread_is_used_again(void **state)
{
	pthread_t threads[20];

	for (int i = 0; i < 20; i++)
		threads[i] = pthread_self();
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_one_after_the_other, threads), 0);
	assert_false(pthread_equal(threads[0], pthread_self()));
	for (int i = 1; i < 20; i++)
		assert_true(pthread_equal(threads[0], threads[i]));
	loop_free(loop);
}

static int has_no_loop(void *unused, void **result)
{
	return asyncio_sleep(0.001) == -EPERM && asyncio_current_task() == NULL ? 0
	                                                                        : -EIO;
}

static int asks_for_a_sleep(void *unused, void **result)
{
	return asyncio_to_thread(has_no_loop, NULL, NULL);
}

static void in_a_thread_there_is_no_task(void **state)
{
	begin();
	assert_int_equal(asyncio_to_thread(has_no_loop, NULL, NULL), -EPERM);
	assert_int_equal(coroutine_in_time(loop, asks_for_a_sleep, NULL), 0);
	loop_free(loop);
}

static int fails(void *unused, void **result)
{
	return -EIO;
}

static int forgets_an_error(void *unused, void **result)
{
	Future *call = loop_run_in_executor(loop, fails, NULL);

	while (!future_done(call))
		succeeds(asyncio_sleep(0.001));
	future_unref(call);
	return 0;
}

static void nobody_looks_at_an_error(void)
{
	begin();
	end_if_stuck();
	printf("%d\n", coroutine_in_time(loop, forgets_an_error, NULL));
}

static void an_error_of_a_call_that_nobody_looks_at_is_reported(void **state)
{
	assert_int_equal(run_child(nobody_looks_at_an_error), 0);
	assert_printed("the error of a call on a thread was never looked at: ");
	assert_printed("0\n");
}

static int asks_when_its_loop_is_closed(void *unused, void **result)
{
	int closed = asyncio_sleep(INFINITY);

	trace("%d", closed == -ECANCELED && loop->closed);
	trace("%d", asyncio_to_thread(has_no_loop, NULL, NULL) == -ECANCELED);
	return 0;
}

static void in_a_closed_loop_a_call_on_a_thread_is_cancelled(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_for_a_sleep, NULL), 0);
	task_detach(loop_create_task(loop, asks_when_its_loop_is_closed, NULL));
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
	assert_trace("1 1");
}

static int clock_in_a_thread(void *passed, void **result)
{
	double began = time_perf_counter();

	time_sleep(0.05);
	*(double *)passed = time_perf_counter() - began;
	return 0;
}

static int asks_for_the_time(void *passed, void **result)
{
	Task *ticker = asyncio_create_task(ticks, NULL);
	int status = asyncio_to_thread(clock_in_a_thread, passed, NULL);

	trace("%s", time_perf_counter() == 0 ? "stood still" : "jumped");
	task_cancel(ticker);
	succeeds(await(ticker, NULL));
	succeeds(asyncio_sleep(1000));
	return status;
}

static void the_virtual_clock_stands_still_while_a_thread_works(void **state)
{
	double passed = 0;

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_for_the_time, &passed), 0);
	assert_trace("stood still");
	assert_compared(passed, >=, 0.05);
	assert_compared(passed, <, 500);
	assert_compared(time_perf_counter(), ==, 1000);
	loop_free(loop);
}

TESTS(T(a_call_runs_in_another_thread_and_brings_its_value),
      T(an_error_comes_back_and_only_success_writes_the_result),
      T(the_loop_runs_on_while_a_thread_blocks), T(ten_calls_at_once_run_once_each),
      T(an_idle_thread_is_used_again), T(in_a_thread_there_is_no_task),
      T(an_error_of_a_call_that_nobody_looks_at_is_reported),
      T(in_a_closed_loop_a_call_on_a_thread_is_cancelled),
      T(the_virtual_clock_stands_still_while_a_thread_works))
