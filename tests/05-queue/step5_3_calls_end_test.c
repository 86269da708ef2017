/* Rung 5.5.3: calls on threads that are cancelled, or whose loop is closed. */
#include "full_pool.h"
#include "thread_count.h"
#include "threads_private.h"

static void waits_in_line(void (*then)(Future *call))
{
	Future *calls[MOST_THREADS];
	int n;

	then(one_too_many(calls, &n));
	gate_open(&gate);
	for (int i = 0; i < n; i++)
		future_unref(calls[i]);
	assert_int_equal(loop_run_forever(loop), 0);
}

static void cancels(Future *call)
{
	assert_true(future_cancel(call));
	assert_true(future_cancelled(call));
	assert_false(future_cancel(call));
	future_unref(call);
}

static void a_call_that_is_cancelled_in_the_queue_never_runs(void **state)
{
	needs_thread_count();
	waits_in_line(cancels);
	assert_int_equal(atomic_load(&called), 0);
	loop_free(loop);
}

static void a_call_in_the_queue_of_a_closed_loop_never_runs(void **state)
{
	Future *calls[MOST_THREADS];
	int n;
	Future *call = one_too_many(calls, &n);

	loop_free(loop);
	gate_open(&gate);
	assert_int_equal(future_result(call, NULL), -ECANCELED);
	future_unref(call);
	begin();
	call = loop_run_in_executor(loop, passes_gate, &gate);
	assert_int_equal(loop_run_until_complete(loop, call, NULL), 0);
	for (int i = 0; i < n; i++) {
		assert_int_equal(future_result(calls[i], NULL), -ECANCELED);
		future_unref(calls[i]);
	}
	assert_int_equal(atomic_load(&called), 0);
	loop_free(loop);
}

/* The task is told of the end before the call in the queue is. */
static void a_task_of_a_closed_loop_may_cancel_a_call_in_the_queue(void **state)
{
	Future *calls[MOST_THREADS], *call;

	begin();
	Task *task = loop_create_task(loop, waits_and_cancels_it, &call);
	int n = fills_the_pool(calls);
	assert_non_null(calls[0]);
	assert_true(gate_has(&gate, n));
	call = loop_run_in_executor(loop, is_called, NULL);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_close(loop);
	gate_open(&gate);
	assert_trace("ECANCELED 1");
	assert_true(future_cancelled(call));
	for (int i = 0; i < n; i++)
		future_unref(calls[i]);
	future_unref(call);
	future_unref(task);
	loop_free(loop);
}

static int waits_for_the_gate(void *unused, void **result)
{
	int status = asyncio_to_thread(passes_gate, &gate, result);

	trace("%s", error_name(status));
	return status;
}

static int cancels_a_running_call(void *unused, void **result)
{
	Task *task = asyncio_create_task(waits_for_the_gate, NULL);

	succeeds(asyncio_sleep(0.001));
	trace("%s", gate_has(&gate, 1) ? "runs" : "?");
	task_cancel(task);
	int status = await(task, NULL);
	trace("%s", atomic_load(&gate.open) ? "?" : "runs on");
	gate_open(&gate);
	return status == -ECANCELED ? 0 : -EIO;
}

static void a_call_that_is_cancelled_while_it_runs_runs_to_its_end(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, cancels_a_running_call, NULL), 0);
	assert_trace("runs ECANCELED runs on");
	loop_free(loop);
}

static int has_no_patience(void *unused, void **result)
{
	Future *call = loop_run_in_executor(loop, passes_gate, &gate);
	bool runs = gate_has(&gate, 1);
	int status = runs ? asyncio_wait_for(call, 0.01, NULL) : -EFAULT;

	trace("%s", atomic_load(&gate.open) ? "late" : "soon");
	gate_open(&gate);
	return status;
}

static void a_task_that_gives_up_a_call_goes_on_at_once(void **state)
{
	begin();
	assert_int_equal(coroutine_in_time(loop, has_no_patience, NULL), -ETIMEDOUT);
	assert_trace("soon");
	loop_free(loop);
}

/* A new loop may lie where the freed one was: so the thread must not find the call's loop
 * by its address. */
static bool has_a_loop(const Future *call)
{
	threads_lock();
	bool has = ((const Call *)(const void *)call)->loop != NULL;
	threads_unlock();
	return has;
}

static void a_call_may_end_after_its_loop_was_freed(void **state)
{
	needs_thread_count();
	begin();
	Future *held = loop_run_in_executor(loop, passes_gate, &gate);
	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	assert_non_null(held);
	assert_true(gate_has(&gate, 2));
	bool has_its_loop_while_that_is_open = has_a_loop(held);
	assert_true(has_its_loop_while_that_is_open);
	loop_free(loop);
	assert_int_equal(future_result(held, NULL), -ECANCELED);
	bool has_its_loop_when_that_is_closed = has_a_loop(held);
	assert_false(has_its_loop_when_that_is_closed);
	begin(); /* perhaps where the other one was */
	gate_open(&gate);
	real_sleep(A_MOMENT);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	future_unref(held);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
}

static int waits_for_a_shutdown(void *unused, void **result)
{
	return loop_shutdown_default_executor(loop, -1);
}

static int is_cancelled_at_some_moment(void *moment, void **result)
{
	long delay = (long)*(int *)moment * 10;
	Task *tasks[2] = { asyncio_create_task(waits_for_the_gate, NULL), NULL };
	bool at_once = *(int *)moment == 0; /* before the call can end */

	succeeds(asyncio_sleep(0));
	tasks[1] = asyncio_create_task(waits_for_a_shutdown, NULL);
	usleep((useconds_t)delay);
	if (!at_once)
		gate_open(&gate);
	usleep((useconds_t)(*(int *)moment % 7) * 10);
	task_cancel(tasks[0]);
	int status = await(tasks[0], NULL);
	gate_open(&gate);
	return status == 0 || status == -ECANCELED ? await(tasks[1], NULL) : status;
}

static void a_call_can_be_cancelled_at_any_moment(void **state)
{
	for (int moment = 0; moment < 50; moment++) {
		atomic_store(&gate.open, false);
		begin();
		assert_int_equal(
			coroutine_in_time(loop, is_cancelled_at_some_moment, &moment), 0);
		loop_free(loop);
	}
	assert_true(gate_has(&gate, 1));
}

/* Each time at another moment. */
static void a_loop_can_be_freed_at_any_moment_of_a_call(void **state)
{
	begin();
	Future *call = loop_run_in_executor(loop, passes_gate, &gate);
	loop_free(loop);
	assert_int_equal(future_result(call, NULL), -ECANCELED);
	future_unref(call);
	gate_open(&gate);
	for (int moment = 0; moment < 100; moment++) {
		begin();
		for (int i = 0; i < 3; i++)
			future_unref(loop_run_in_executor(loop, is_called, NULL));
		usleep((useconds_t)moment * 3);
		if (moment % 3 == 0) {
			loop_stop(loop);
			succeeds(loop_run_forever(loop));
		}
		loop_free(loop);
	}
	begin();
	Future *last = loop_run_in_executor(loop, is_called, NULL);
	assert_int_equal(loop_run_until_complete(loop, last, NULL), 0);
	assert_compared(atomic_load(&called), >, 0);
	loop_free(loop);
}

TESTS(T(a_call_that_is_cancelled_in_the_queue_never_runs),
      T(a_call_in_the_queue_of_a_closed_loop_never_runs),
      T(a_task_of_a_closed_loop_may_cancel_a_call_in_the_queue),
      T(a_call_that_is_cancelled_while_it_runs_runs_to_its_end),
      T(a_task_that_gives_up_a_call_goes_on_at_once),
      T(a_call_may_end_after_its_loop_was_freed),
      T(a_call_can_be_cancelled_at_any_moment),
      T(a_loop_can_be_freed_at_any_moment_of_a_call))
