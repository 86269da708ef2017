/* Rung 5.5.5: the executor is shut down. */
#include "full_pool.h"

static int shuts_down(void *unused, void **result)
{
	double began = time_perf_counter();

	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	trace("%d", -loop_shutdown_default_executor(loop, NAN) == EINVAL);
	trace("%d", -loop_shutdown_default_executor(NULL, 0) == EINVAL);
	trace("%d", -loop_shutdown_default_executor(loop, A_MOMENT) == ETIMEDOUT);
	trace("%d", time_perf_counter() - began >= A_MOMENT);
	Future *call = loop_run_in_executor(loop, is_called, NULL);
	trace("%d", -await(call, NULL) == ESHUTDOWN);
	gate_open(&gate);
	trace("%d", loop_shutdown_default_executor(loop, -1) == 0);
	return loop_shutdown_default_executor(loop, 0);
}

static void a_shutdown_waits_and_then_nothing_more_is_taken(void **state)
{
	begin();
	assert_int_equal(coroutine_status(loop, shuts_down, NULL), 0);
	assert_trace("1 1 1 1 1 1");
	assert_int_equal(atomic_load(&called), 0);
	assert_int_equal(loop_shutdown_default_executor(loop, -1), 0);
	loop_free(loop);
}

/* The loop has heard of the end of the call, but has not yet called anything for it. */
static void a_shutdown_sees_what_ends_before_it_waits(void **state)
{
	begin();
	Future *call = loop_run_in_executor(loop, is_called, NULL);
	assert_non_null(call);
	assert_true(counts_to(&called, 1));
	usleep(A_MOMENT * 1e6);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_int_equal(loop_shutdown_default_executor(loop, 2), 0);
	assert_int_equal(future_result(call, NULL), 0);
	future_unref(call);
	call = loop_run_in_executor(loop, is_called, NULL);
	assert_int_equal(future_result(call, NULL), -ESHUTDOWN);
	future_unref(call);
	loop_free(loop);
}

static void asks_for_a_shutdown(void *unused)
{
	trace("%d", -loop_shutdown_default_executor(loop, -1) == EPERM);
	gate_open(&gate);
}

static void outside_a_task_a_shutdown_runs_the_loop(void **state)
{
	Handle handle = HANDLE(asks_for_a_shutdown, NULL);

	begin();
	Future *call = loop_run_in_executor(loop, passes_gate, &gate);
	assert_non_null(call);
	future_unref(call);
	assert_true(gate_has(&gate, 1));
	loop_call_soon(loop, &handle);
	assert_int_equal(loop_shutdown_default_executor(loop, -1), 0);
	assert_trace("1");
	loop_close(loop);
	assert_int_equal(loop_shutdown_default_executor(loop, -1), 0);
	loop_free(loop);
}

static void stops(void *unused)
{
	loop_stop(loop);
}

/* The run ends before the call does; the next one goes on. */
static void shuts_down_in_two_runs(void)
{
	Handle stop = HANDLE(stops, NULL);

	end_if_stuck();
	loop = asyncio_new_event_loop();
	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	loop_call_later(loop, 0.001, &stop);
	printf("%s ", error_name(loop_shutdown_default_executor(loop, -1)));
	gate_open(&gate);
	printf("%s ", error_name(loop_shutdown_default_executor(loop, -1)));
	printf("%zu left\n", asyncio_all_tasks(loop, NULL, 0));
	loop_free(loop);
}

static void a_shutdown_that_is_stopped_leaves_nothing_behind(void **state)
{
	assert_int_equal(run_child(shuts_down_in_two_runs), 0);
	assert_text(program_output, "EINTR 0 0 left\n");
}

static int waits_for_a_shutdown(void *unused, void **result)
{
	return loop_shutdown_default_executor(loop, -1);
}

static void a_task_of_a_closed_loop_may_cancel_a_shutdown(void **state)
{
	Task *tasks[2];

	begin();
	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	tasks[0] = loop_create_task(loop, waits_and_cancels_it, &tasks[1]);
	tasks[1] = loop_create_task(loop, waits_for_a_shutdown, NULL);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_close(loop);
	gate_open(&gate);
	assert_trace("ECANCELED 1");
	assert_int_equal(future_result(tasks[1], NULL), -ECANCELED);
	future_unref(tasks[0]);
	future_unref(tasks[1]);
	loop_free(loop);
}

static int has_no_patience(void *unused, void **result)
{
	Future *call = loop_run_in_executor(loop, passes_gate, &gate);
	bool runs = gate_has(&gate, 1);
	int status = runs ? asyncio_wait_for(call, 0.01, NULL) : -EFAULT;

	trace("%s", atomic_load(&gate.open) ? "late" : "soon");
	trace("%d", loop_shutdown_default_executor(loop, 0) == -ETIMEDOUT);
	gate_open(&gate);
	trace("%d", loop_shutdown_default_executor(loop, 10) == 0);
	return status;
}

static void a_shutdown_sees_calls_that_nobody_waits_for(void **state)
{
	begin();
	assert_int_equal(coroutine_status(loop, has_no_patience, NULL), -ETIMEDOUT);
	assert_trace("soon 1 1");
	loop_free(loop);
}

static atomic_int runs[10];

static int counts_late(void *run, void **result)
{
	real_sleep(LONG);
	atomic_fetch_add((atomic_int *)run, 1);
	return 0;
}

static int leaves_a_call_behind(void *unused, void **result)
{
	for (int i = 0; i < 10; i++)
		future_unref(loop_run_in_executor(asyncio_get_running_loop(),
		                                  counts_late, &runs[i]));
	return 0;
}

static void asyncio_run_ends_when_the_calls_of_its_threads_have(void **state)
{
	assert_int_equal(asyncio_run(leaves_a_call_behind, NULL, NULL), 0);
	for (int i = 0; i < 10; i++)
		assert_int_equal(atomic_load(&runs[i]), 1);
}

static int asks_for_a_name(void *unused, void **result)
{
	return loop_getaddrinfo(loop, "127.0.0.1", "80", NULL, NULL);
}

static void after_a_shutdown_no_name_is_looked_up(void **state)
{
	begin();
	assert_int_equal(loop_shutdown_default_executor(loop, -1), 0);
	assert_int_equal(coroutine_status(loop, asks_for_a_name, NULL), -ESHUTDOWN);
	loop_free(loop);
}

TESTS(T(a_shutdown_waits_and_then_nothing_more_is_taken),
      T(a_shutdown_sees_what_ends_before_it_waits),
      T(outside_a_task_a_shutdown_runs_the_loop),
      T(a_shutdown_that_is_stopped_leaves_nothing_behind),
      T(a_task_of_a_closed_loop_may_cancel_a_shutdown),
      T(a_shutdown_sees_calls_that_nobody_waits_for),
      T(asyncio_run_ends_when_the_calls_of_its_threads_have),
      T(after_a_shutdown_no_name_is_looked_up))
