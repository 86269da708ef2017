/* Rung 5.4.4: threads that are cancelled while they wait for a coroutine. */
#include "askers.h"

static atomic_int status, begun;

static void is_called(void *name)
{
	trace("%s", (const char *)name);
}

/* Fails by taking too long if another thread has left the lock locked. */
static void assert_nothing_is_locked(void)
{
	Handle handle = HANDLE(is_called, "called");

	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	loop_stop(loop);
	assert_int_equal(loop_run_forever(loop), 0);
	for (int i = 0; i < 3; i++) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
	assert_trace("called");
}

/* Gives a coroutine to the loop, and waits for it. */
static void *waits_for_a_result(void *timeout)
{
	given = asyncio_run_coroutine_threadsafe(loop, waits_for_ever, NULL);
	atomic_store(&begun, 1);
	atomic_store(&status, thread_future_result(given, *(double *)timeout, NULL));
	return NULL;
}

static void cancels_a_thread_that_waits(double timeout)
{
	void *ended_with = NULL;

	loop = new_loop();
	pthread_t thread = begin_thread(waits_for_a_result, &timeout);
	while (atomic_load(&begun) == 0)
		real_sleep(0.001);
	real_sleep(A_MOMENT);
	assert_int_equal(pthread_cancel(thread), 0);
	assert_int_equal(pthread_join(thread, &ended_with), 0);
	assert_ptr_equal(ended_with, PTHREAD_CANCELED);
	assert_nothing_is_locked();
	assert_int_equal(thread_future_result(given, 0, NULL), -ETIMEDOUT);
	thread_future_free(given);
	loop_free(loop);
}

static void a_thread_that_is_cancelled_while_it_waits_leaves_nothing_locked(void **state)
{
	cancels_a_thread_that_waits(-1);
}

static void also_one_that_waits_for_so_many_seconds(void **state)
{
	cancels_a_thread_that_waits(60);
}

TESTS(T(a_thread_that_is_cancelled_while_it_waits_leaves_nothing_locked),
      T(also_one_that_waits_for_so_many_seconds))
