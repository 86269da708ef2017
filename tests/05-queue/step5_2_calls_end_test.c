/* Step 5.5: calls on threads that are called off, outlive their loop, or come too
 * late. */
#include "thread_count.h"
#include "threads.h"

static Loop *loop;

/* All threads of the pool wait here. */
enum { MOST_THREADS = 32 };
static Gate gate;

static void begin(void)
{
	loop = new_loop();
}

static atomic_int called;

static int is_called(void *unused, void **result)
{
	atomic_fetch_add(&called, 1);
	return 0;
}

static int fills_the_pool(Future *calls[MOST_THREADS])
{
	long most = sysconf(_SC_NPROCESSORS_ONLN) + 4;
	int n = most < MOST_THREADS ? (int)most : MOST_THREADS;

	for (int i = 0; i < n; i++)
		calls[i] = loop_run_in_executor(loop, passes_gate, &gate);
	return n;
}

/* One call more than there are threads; how many these are. */
static Future *one_too_many(Future *calls[], int *n)
{
	begin();
	*n = fills_the_pool(calls);
	assert_non_null(calls[0]);
	assert_true(gate_has(&gate, *n));
	Future *call = loop_run_in_executor(loop, is_called, NULL);
	assert_non_null(call);
	return call;
}

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

static void a_call_that_is_cancelled_in_the_line_never_runs(void **state)
{
	needs_thread_count();
	waits_in_line(cancels);
	assert_int_equal(atomic_load(&called), 0);
	assert_int_equal(loop_shutdown_default_executor(loop, 0), 0);
	loop_free(loop);
}

static void lets_go(Future *call)
{
	future_unref(call);
}

static void a_call_that_is_let_go_runs_when_a_thread_is_free(void **state)
{
	needs_thread_count();
	waits_in_line(lets_go);
	assert_int_equal(atomic_load(&called), 1);
	loop_free(loop);
}

static void a_call_in_the_line_of_a_closed_loop_never_runs(void **state)
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

static int waits_and_calls_it_off(void *call, void **result)
{
	int status = asyncio_sleep(INFINITY);

	trace("%s %d", error_name(status), future_cancel(*(Future **)call));
	return status;
}

/* The task is told of the end before the call in the line is. */
static void who_unwinds_with_its_loop_may_call_off_a_call_in_the_line(void **state)
{
	Future *calls[MOST_THREADS], *call;

	begin();
	Task *task = loop_create_task(loop, waits_and_calls_it_off, &call);
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

static int calls_off_a_running_call(void *unused, void **result)
{
	Task *task = asyncio_create_task(waits_for_the_gate, NULL);

	succeeds(asyncio_sleep(0.001));
	trace("%s", gate_has(&gate, 1) ? "runs" : "?");
	task_cancel(task);
	int status = await(task, NULL);
	trace("%s", atomic_load(&gate.open) ? "?" : "runs on");
	gate_open(&gate);
	return status == -ECANCELED ? loop_shutdown_default_executor(loop, -1) : -EIO;
}

static void a_call_that_is_cancelled_while_it_runs_runs_on_unheard(void **state)
{
	begin();
	assert_int_equal(coroutine_status(loop, calls_off_a_running_call, NULL), 0);
	assert_trace("runs ECANCELED runs on");
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

static void who_waits_for_a_call_no_longer_goes_on_at_once(void **state)
{
	begin();
	assert_int_equal(coroutine_status(loop, has_no_patience, NULL), -ETIMEDOUT);
	assert_trace("soon 1 1");
	loop_free(loop);
}

static void a_call_may_end_after_its_loop_was_freed(void **state)
{
	needs_thread_count();
	begin();
	Future *held = loop_run_in_executor(loop, passes_gate, &gate);
	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	assert_non_null(held);
	assert_true(gate_has(&gate, 2));
	loop_free(loop);
	assert_int_equal(future_result(held, NULL), -ECANCELED);
	begin(); /* perhaps where the other one was */
	gate_open(&gate);
	real_sleep(A_MOMENT);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	future_unref(held);
	assert_int_equal(loop_run_forever(loop), 0);
	loop_free(loop);
}

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

/* The loop has heard of the end of the call, but not yet told anybody. */
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

static int two_shut_down(void *unused, void **result)
{
	return loop_shutdown_default_executor(loop, -1);
}

static void who_unwinds_with_its_loop_may_call_off_a_shutdown(void **state)
{
	Task *tasks[2];

	begin();
	future_unref(loop_run_in_executor(loop, passes_gate, &gate));
	tasks[0] = loop_create_task(loop, waits_and_calls_it_off, &tasks[1]);
	tasks[1] = loop_create_task(loop, two_shut_down, NULL);
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

static int is_cancelled_at_some_moment(void *moment, void **result)
{
	long delay = (long)*(int *)moment * 10;
	Task *tasks[2] = { asyncio_create_task(waits_for_the_gate, NULL), NULL };

	succeeds(asyncio_sleep(0));
	tasks[1] = asyncio_create_task(two_shut_down, NULL);
	usleep((useconds_t)delay);
	gate_open(&gate);
	usleep((useconds_t)(*(int *)moment % 7) * 10);
	task_cancel(tasks[0]);
	int status = await(tasks[0], NULL);
	return status == 0 || status == -ECANCELED ? await(tasks[1], NULL) : status;
}

static void a_call_can_be_cancelled_at_any_moment(void **state)
{
	for (int moment = 0; moment < 50; moment++) {
		atomic_store(&gate.open, false);
		begin();
		assert_int_equal(
			coroutine_status(loop, is_cancelled_at_some_moment, &moment), 0);
		loop_free(loop);
	}
	assert_true(gate_has(&gate, 1));
}

/* Each time at another moment. */
static void a_loop_can_be_freed_at_any_moment_of_a_call(void **state)
{
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

TESTS(T(a_call_that_is_cancelled_in_the_line_never_runs),
      T(a_call_that_is_let_go_runs_when_a_thread_is_free),
      T(a_call_in_the_line_of_a_closed_loop_never_runs),
      T(who_unwinds_with_its_loop_may_call_off_a_call_in_the_line),
      T(a_call_that_is_cancelled_while_it_runs_runs_on_unheard),
      T(who_waits_for_a_call_no_longer_goes_on_at_once),
      T(a_call_may_end_after_its_loop_was_freed),
      T(a_shutdown_waits_and_then_nothing_more_is_taken),
      T(a_shutdown_sees_what_ends_before_it_waits),
      T(outside_a_task_a_shutdown_runs_the_loop),
      T(who_unwinds_with_its_loop_may_call_off_a_shutdown),
      T(a_call_can_be_cancelled_at_any_moment),
      T(a_loop_can_be_freed_at_any_moment_of_a_call))
