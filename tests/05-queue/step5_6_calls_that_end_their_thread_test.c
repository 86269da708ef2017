/* Rung 5.5.6: calls that end their thread. */
#include "threads.h"

#include <stdlib.h>

static Loop *loop;
static Gate gate;
static pthread_t there; /* the thread of the call */

static int is_called(void *called, void **result)
{
	++*(int *)called;
	return 0;
}

static int ends_its_thread(void *unused, void **result)
{
	pthread_exit(NULL);
}

enum { MORE_THAN_THREADS = 40 };

static int asks_again_and_again(void *called, void **result)
{
	for (int i = 0; i < MORE_THAN_THREADS; i++) {
		int status = asyncio_to_thread(ends_its_thread, NULL, NULL);
		if (status != -ECANCELED)
			trace("%s", error_name(status));
		status = asyncio_to_thread(is_called, called, NULL);
		if (status != 0)
			trace("%s", error_name(status));
	}
	return loop_shutdown_default_executor(loop, 10);
}

static void a_call_that_ends_its_thread_is_over_and_the_pool_is_whole(void **state)
{
	int called = 0;

	loop = new_loop();
	assert_int_equal(coroutine_in_time(loop, asks_again_and_again, &called), 0);
	assert_trace("");
	assert_int_equal(called, MORE_THAN_THREADS);
	loop_free(loop);
}

static int asks_for_many_at_once(void *unused, void **result)
{
	Future *calls[MORE_THAN_THREADS];
	int status = 0;

	for (int i = 0; i < MORE_THAN_THREADS; i++)
		calls[i] = loop_run_in_executor(loop, ends_its_thread, NULL);
	for (int i = 0; i < MORE_THAN_THREADS; i++)
		status |= await(calls[i], NULL) != -ECANCELED;
	return status;
}

/* Where an emulator ends several threads at once, libgcc's unwinder aborts now and then:
 * seen with that of 32-bit x86, of arm64 and of riscv64. On a processor it never does. */
static void needs_threads_that_end_together(void)
{
	const char *under = getenv("RUN_UNDER");

	if (under != NULL && strstr(under, "qemu") != NULL)
		skip_because("emulators end threads in their own way, and may abort");
}

static void calls_in_the_queue_are_called_though_threads_end(void **state)
{
	needs_threads_that_end_together();
	loop = new_loop();
	assert_int_equal(coroutine_in_time(loop, asks_for_many_at_once, NULL), 0);
	loop_free(loop);
}

static int sleeps_for_ever(void *unused, void **result)
{
	return asyncio_sleep(INFINITY);
}

/* Lets itself be cancelled while it waits for its own loop. */
static int lets_itself_be_cancelled(void *future, void **result)
{
	int before;

	there = pthread_self();
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &before);
	gate_pass(&gate);
	return thread_future_result(*(ThreadFuture **)future, -1, NULL);
}

static int clock_in_a_thread(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

static int wakes_all_the_time(void *unused, void **result)
{
	while (asyncio_sleep(10) == 0)
		;
	return 0;
}

static int cancels_a_call_that_waits(void *unused, void **result)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, sleeps_for_ever,
	                                                        NULL);
	Future *call = loop_run_in_executor(loop, lets_itself_be_cancelled, &future);
	double moment = A_MOMENT;

	if (!gate_has(&gate, 1))
		return -ETIMEDOUT;
	gate_open(&gate);
	real_sleep(A_MOMENT);
	pthread_cancel(there);
	int status = await(call, NULL);
	trace("%s", error_name(status));
	double began = time_perf_counter();
	Task *other = asyncio_create_task(wakes_all_the_time, NULL);
	status = asyncio_to_thread(clock_in_a_thread, &moment, NULL);
	trace("%s", time_perf_counter() == began ? "stood still" : "jumped");
	task_cancel(other);
	succeeds(await(other, NULL));
	thread_future_free(future);
	return status;
}

static void one_that_lets_itself_be_cancelled_waits_for_its_loop_no_more(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = new_loop();
	assert_int_equal(coroutine_in_time(loop, cancels_a_call_that_waits, NULL), 0);
	assert_trace("ECANCELED stood still");
	loop_free(loop);
}

TESTS(T(a_call_that_ends_its_thread_is_over_and_the_pool_is_whole),
      T(calls_in_the_queue_are_called_though_threads_end),
      T(one_that_lets_itself_be_cancelled_waits_for_its_loop_no_more))
