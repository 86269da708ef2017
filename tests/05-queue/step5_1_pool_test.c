/* Rung 5.5.1: functions run on threads of the pool. */
#include "full_pool.h"

static pthread_t there;

static int says_where_it_is(void *unused, void **result)
{
	there = pthread_self();
	atomic_fetch_add(&called, asyncio_get_running_loop() == NULL ? 1 : 100);
	return 0;
}

static void a_function_runs_on_another_thread_which_has_no_loop(void **state)
{
	begin();
	Future *call = loop_run_in_executor(loop, says_where_it_is, NULL);
	assert_non_null(call);
	assert_true(counts_to(&called, 1));
	assert_int_equal(atomic_load(&called), 1);
	assert_false(pthread_equal(there, pthread_self()));
	future_unref(call);
	loop_free(loop);
}

static atomic_int runs[10];

static int counts_its_run(void *run, void **result)
{
	time_sleep(0.005);
	atomic_fetch_add((atomic_int *)run, 1);
	return 0;
}

static void ten_calls_run_once_each(void **state)
{
	begin();
	for (int i = 0; i < 10; i++)
		future_unref(loop_run_in_executor(loop, counts_its_run, &runs[i]));
	for (int i = 0; i < 10; i++)
		assert_true(counts_to(&runs[i], 1));
	real_sleep(A_MOMENT);
	for (int i = 0; i < 10; i++)
		assert_int_equal(atomic_load(&runs[i]), 1);
	loop_free(loop);
}

static void a_call_that_is_let_go_runs_when_a_thread_is_free(void **state)
{
	Future *calls[MOST_THREADS];
	int n;

	future_unref(one_too_many(calls, &n));
	assert_int_equal(atomic_load(&called), 0);
	gate_open(&gate);
	assert_true(counts_to(&called, 1));
	for (int i = 0; i < n; i++)
		future_unref(calls[i]);
	loop_free(loop);
}

/* Each call keeps its thread until the gate is opened. */
static void of_a_hundred_calls_no_more_run_at_once_than_the_pool_has_threads(void **state)
{
	begin();
	for (int i = 0; i < 100; i++)
		future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	assert_true(gate_has(&gate, pool_size()));
	real_sleep(A_MOMENT);
	int calls_that_run_at_once = atomic_load(&gate.arrived);
	assert_int_equal(calls_that_run_at_once, pool_size());
	gate_open(&gate);
	assert_true(gate_has(&gate, 100));
	loop_free(loop);
}

static int does_nothing(void *unused, void **result)
{
	return 0;
}

static void a_closed_loop_takes_no_call(void **state)
{
	begin();
	loop_close(loop);
	Future *call = loop_run_in_executor(loop, does_nothing, NULL);
	assert_non_null(call);
	assert_int_equal(future_result(call, NULL), -ESHUTDOWN);
	future_unref(call);
	loop_free(loop);
	assert_null(loop_run_in_executor(NULL, does_nothing, NULL));
}

TESTS(T(a_function_runs_on_another_thread_which_has_no_loop), T(ten_calls_run_once_each),
      T(a_call_that_is_let_go_runs_when_a_thread_is_free),
      T(of_a_hundred_calls_no_more_run_at_once_than_the_pool_has_threads),
      T(a_closed_loop_takes_no_call))
