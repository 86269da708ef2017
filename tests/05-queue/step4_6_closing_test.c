/* Rung 5.4.6: threads that wait for a coroutine whose loop is closed, by loop_close or by
 * fork. */
#include "askers.h"

static atomic_int asked, answered;

static int waits_and_cleans_up(void *unused, void **result)
{
	int status = asyncio_sleep(INFINITY);

	trace("%s", error_name(status));
	return status;
}

static void waits_without_limit(Asker *asker)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, waits_and_cleans_up,
	                                                        NULL);

	atomic_fetch_add(&asked, 1);
	asker->status = thread_future_result(future, -1, NULL);
	thread_future_free(future);
	atomic_fetch_add(&answered, 1);
}

static void a_loop_that_is_closed_lets_the_threads_go_that_wait(void **state)
{
	Asker begun = { .ask = waits_without_limit },
	      waiting = { .ask = waits_without_limit };
	pthread_t threads[2];

	begin();
	threads[0] = begin_thread(asks, &begun);
	assert_true(counts_to(&asked, 1));
	make_passes();
	threads[1] = begin_thread(asks, &waiting);
	assert_true(counts_to(&asked, 2));
	real_sleep(A_MOMENT);
	loop_free(loop);
	assert_true(counts_to(&answered, 2));
	end_thread(threads[0]);
	end_thread(threads[1]);
	assert_int_equal(begun.status, -ECANCELED);
	assert_int_equal(waiting.status, -ECANCELED);
	assert_trace("ECANCELED");
}

/* The thread has given its future back, but for the first one. What it has asked for lies
 * in the inbox, or on the ready list, or has begun. */
static void a_loop_that_is_closed_forgets_what_nobody_waits_for(void **state)
{
	CoroutineFn *fn = waits_and_cleans_up;

	begin();
	end_thread(begin_thread(gives, &fn));
	assert_non_null(given);
	loop_free(loop);
	assert_int_equal(thread_future_result(given, 0, NULL), -ECANCELED);
	thread_future_free(given);
	for (int passes = 0; passes < 4; passes++) {
		begin();
		end_thread(begin_thread(gives, &fn));
		assert_non_null(given);
		thread_future_free(given);
		for (int i = 0; i < passes; i++) {
			loop_stop(loop);
			assert_int_equal(loop_run_forever(loop), 0);
		}
		loop_free(loop);
	}
	assert_trace("ECANCELED");
}

TESTS(T(a_loop_that_is_closed_lets_the_threads_go_that_wait),
      T(a_loop_that_is_closed_forgets_what_nobody_waits_for))
