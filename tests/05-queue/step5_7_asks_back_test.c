/* Rung 5.5.7: calls that wait for their own loop, whose clock is virtual. */
#include "threads.h"

static Loop *loop;

static void begin(void)
{
	loop = new_loop();
}

static int sleeps(void *unused, void **result)
{
	trace("in the loop");
	return asyncio_sleep(0.01);
}

/* On the pool: asks its own loop for a coroutine, and waits for it. */
static int asks_back(void *unused, void **result)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, sleeps, NULL);
	int status = thread_future_result(future, -1, NULL);

	thread_future_free(future);
	return status;
}

static int asks_a_thread_that_asks_back(void *unused, void **result)
{
	return asyncio_to_thread(asks_back, NULL, NULL);
}

static void the_virtual_clock_goes_on_when_a_call_waits_for_its_loop(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_a_thread_that_asks_back, NULL), 0);
	assert_trace("in the loop");
	assert_compared(time_perf_counter(), ==, (double)0.01); /* with no more digits */
	loop_free(loop);
}

static int asks_back_and_works_on(void *unused, void **result)
{
	int status = asks_back(NULL, NULL);

	real_sleep(A_MOMENT);
	return status;
}

static int sleeps_long(void *unused, void **result)
{
	return asyncio_sleep(10);
}

static int has_a_timer_while_a_thread_works(void *unused, void **result)
{
	Task *sleeper = asyncio_create_task(sleeps_long, NULL);
	int status = asyncio_to_thread(asks_back_and_works_on, NULL, NULL);

	trace("%d", future_done(sleeper));
	task_cancel(sleeper);
	ignore_status(await(sleeper, NULL));
	return status;
}

static void after_its_answer_the_call_holds_the_virtual_clock_again(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin();
	assert_int_equal(coroutine_in_time(loop, has_a_timer_while_a_thread_works, NULL),
	                 0);
	assert_trace("in the loop 0");
	assert_compared(time_perf_counter(), ==, (double)0.01);
	loop_free(loop);
}

/* The loop has gone to sleep by the time the thread waits for it. */
static int asks_and_waits_later(void *unused, void **result)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, sleeps, NULL);

	real_sleep(A_MOMENT);
	int status = thread_future_result(future, -1, NULL);
	thread_future_free(future);
	return status;
}

static int sleeps_for_ever(void *unused, void **result)
{
	return asyncio_sleep(INFINITY);
}

/* Gives up a wait; the next one does not. */
static int asks_in_vain_and_again(void *unused, void **result)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, sleeps_for_ever,
	                                                        NULL);
	int status = thread_future_result(future, A_MOMENT, NULL);

	thread_future_cancel(future);
	thread_future_free(future);
	return status == -ETIMEDOUT ? asks_back(NULL, NULL) : -EIO;
}

static int asks_one_after_the_other(void *unused, void **result)
{
	int status = asyncio_to_thread(asks_and_waits_later, NULL, NULL);

	return status < 0 ? status
	                  : asyncio_to_thread(asks_in_vain_and_again, NULL, NULL);
}

static void a_call_may_wait_late_or_give_a_wait_up(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin();
	assert_int_equal(coroutine_in_time(loop, asks_one_after_the_other, NULL), 0);
	assert_trace("in the loop in the loop");
	loop_free(loop);
}

static atomic_int asking;

/* On the pool, as a call of another loop. */
static int asks_for_a_long_sleep(void *unused, void **result)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, sleeps_long, NULL);

	atomic_fetch_add(&asking, 1);
	int status = thread_future_result(future, -1, NULL);
	thread_future_free(future);
	return status;
}

/* On the pool, as a call of this loop: works until the other call waits. */
static int works_meanwhile(void *unused, void **result)
{
	bool is_asking = counts_to(&asking, 1);

	real_sleep(A_MOMENT);
	return is_asking ? 0 : -ETIMEDOUT;
}

static int has_a_call_at_work(void *unused, void **result)
{
	int status = asyncio_to_thread(works_meanwhile, NULL, NULL);

	trace("%s", time_perf_counter() == 0 ? "stood still" : "jumped");
	succeeds(asyncio_sleep(20));
	return status < 0 ? status : asyncio_to_thread(asks_back, NULL, NULL);
}

/* The loop's own call is at work, whatever the calls of other loops wait for. The next
 * one waits for its loop, and counts. */
static void a_call_of_another_loop_that_waits_for_this_one_does_not_count(void **state)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	begin();
	Loop *other = new_loop();
	Future *call = loop_run_in_executor(other, asks_for_a_long_sleep, NULL);
	assert_non_null(call);
	assert_int_equal(coroutine_in_time(loop, has_a_call_at_work, NULL), 0);
	assert_trace("stood still in the loop");
	assert_int_equal(loop_run_until_complete(other, call, NULL), 0);
	loop_free(other);
	loop_free(loop);
}

TESTS(T(the_virtual_clock_goes_on_when_a_call_waits_for_its_loop),
      T(after_its_answer_the_call_holds_the_virtual_clock_again),
      T(a_call_may_wait_late_or_give_a_wait_up),
      T(a_call_of_another_loop_that_waits_for_this_one_does_not_count))
