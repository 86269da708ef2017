/* Rung 5.4.4: threads that wait for what a coroutine has. */
#include "askers.h"
#include "thread_count.h"
#include "thread_futures.h"

static int sleeps_and_brings(void *arg, void **result)
{
	int status = asyncio_sleep(0.01);

	trace("%s", asyncio_get_running_loop() == loop ? "in the loop" : "?");
	*result = arg;
	return status;
}

static int fails(void *arg, void **result)
{
	return -EIO;
}

static void asks_twice(Asker *asker)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, asker->fn, asker);
	void *again = NULL;

	asker->status = thread_future_result(future, -1, &asker->value);
	asker->again = thread_future_result(future, 0, &again);
	asker->flag = again == asker->value && !thread_future_cancel(future);
	thread_future_free(future);
}

static void a_thread_gets_the_value_of_a_coroutine(void **state)
{
	Asker asker = { asks_twice, sleeps_and_brings, .status = 1, .again = 1 };

	run_asker(&asker);
	assert_int_equal(asker.status, 0);
	assert_int_equal(asker.again, 0);
	assert_ptr_equal(asker.value, &asker);
	assert_true(asker.flag);
	assert_trace("in the loop");
	loop_free(loop);
}

static void a_thread_gets_the_error_of_a_coroutine(void **state)
{
	Asker asker = { asks_twice, fails, .value = &asker };

	run_asker(&asker);
	assert_int_equal(asker.status, -EIO);
	assert_int_equal(asker.again, -EIO);
	assert_null(asker.value);
	loop_free(loop);
}

static void loses_patience(Asker *asker)
{
	double began = monotonic_time();
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, waits_for_ever,
	                                                        NULL);

	asker->status = thread_future_result(future, A_MOMENT, &asker->value);
	asker->flag = monotonic_time() - began >= A_MOMENT;
	asker->again = thread_future_result(future, 0, NULL);
	asker->flag &= thread_future_result(future, NAN, NULL) == -EINVAL;
	thread_future_free(future);
}

static void a_thread_waits_no_longer_than_it_says(void **state)
{
	Asker asker = { loses_patience, .value = &asker };

	run_asker(&asker);
	assert_int_equal(asker.status, -ETIMEDOUT);
	assert_int_equal(asker.again, -ETIMEDOUT);
	assert_null(asker.value);
	assert_true(asker.flag);
	loop_free(loop);
}

static void a_closed_loop_takes_no_coroutine(void **state)
{
	CoroutineFn *fn = is_run;

	begin();
	loop_close(loop);
	end_thread(begin_thread(gives, &fn));
	assert_non_null(given);
	assert_int_equal(thread_future_result(given, -1, NULL), -ESHUTDOWN);
	assert_false(thread_future_cancel(given));
	thread_future_free(given);
	loop_free(loop);
	assert_int_equal(thread_future_result(NULL, -1, NULL), -ENOMEM);
	assert_false(thread_future_cancel(NULL));
	thread_future_free(NULL);
}

static int waits_for_itself(void *unused, void **result)
{
	given = asyncio_run_coroutine_threadsafe(loop, is_run, NULL);

	trace("%d", -thread_future_result(given, -1, NULL) == EDEADLK);
	trace("%d", -thread_future_result(given, 0, NULL) == ETIMEDOUT);
	while (thread_future_result(given, 0, NULL) == -ETIMEDOUT)
		succeeds(asyncio_sleep(0));
	return thread_future_result(given, -1, NULL);
}

static void the_thread_of_the_loop_cannot_wait_for_it(void **state)
{
	begin();
	assert_int_equal(coroutine_status(loop, waits_for_itself, NULL), 0);
	assert_trace("1 1 run");
	thread_future_free(given);
	loop_free(loop);
}

static void the_only_thread_waits_for_no_other(void **state)
{
	needs_thread_count();
	begin();
	given = asyncio_run_coroutine_threadsafe(loop, is_run, NULL);
	assert_non_null(given);
	assert_int_equal(thread_future_result(given, -1, NULL), -EDEADLK);
	make_passes();
	assert_int_equal(thread_future_result(given, -1, NULL), 0);
	thread_future_free(given);
	loop_free(loop);
}

static int brings(void *arg, void **result)
{
	*result = arg;
	return 0;
}

static void *waits(void *arg)
{
	Asker *asker = arg;

	asker->status = thread_future_result(given, -1, &asker->value);
	return NULL;
}

/* Waits until there are so many references; false: there never are. A thread that waits
 * has one, and gives up the lock only in its wait. */
static bool has_references(const ThreadFuture *future, unsigned n)
{
	Patience patience = { .seconds = TEST_SCALE > 1 ? 30 : 2 };
	unsigned refs = 0;

	do {
		threads_lock();
		refs = future->refs;
		threads_unlock();
	} while (refs != n && patience_lasts(&patience) && usleep(1000) == 0);
	return refs == n;
}

/* A condition may wake a thread for no reason. */
static void a_thread_that_is_woken_too_early_waits_on(void **state)
{
	static Asker asker;

	asker = (Asker){ .status = 1 };
	begin();
	given = asyncio_run_coroutine_threadsafe(loop, brings, &asker);
	assert_non_null(given);
	pthread_t thread = begin_thread(waits, &asker);
	assert_true(has_references(given, 3)); /* of this thread, the loop, the other */
	for (int i = 0; i < 3; i++) {
		threads_lock();
		pthread_cond_broadcast(&given->changed);
		threads_unlock();
		real_sleep(A_MOMENT);
	}
	make_passes();
	end_thread(thread);
	assert_int_equal(asker.status, 0);
	assert_ptr_equal(asker.value, &asker);
	assert_true(has_references(given, 1));
	thread_future_free(given);
	loop_free(loop);
}

static Handle soon, enough;
static int calls;

static void is_called(void *unused)
{
	calls++;
}

/* In a moment. */
static void *runs_the_loop(void *moment)
{
	real_sleep(*(double *)moment);
	soon = (Handle)HANDLE(is_called, NULL);
	loop_call_soon(loop, &soon);
	future_unref(loop_create_task(loop, waits_for_ever, NULL));
	succeeds(loop_run_forever(loop));
	loop_close(loop);
	return NULL;
}

/* The loop is made here; that this thread is not to run it, it cannot know yet. */
static void asks_a_loop_that_is_about_to_run(double moment)
{
	Handle handle = HANDLE(is_called, NULL);
	void *value = NULL;

	begin();
	pthread_t thread = begin_thread(runs_the_loop, &moment);
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	given = asyncio_run_coroutine_threadsafe(loop, brings, &calls);
	assert_int_equal(thread_future_result(given, 10, &value), 0);
	assert_ptr_equal(value, &calls);
	enough = (Handle)HANDLE(stops, NULL);
	assert_int_equal(loop_call_soon_threadsafe(loop, &enough), 0);
	end_thread(thread);
	thread_future_free(given);
	loop_free(loop);
}

static void a_loop_may_be_asked_before_another_thread_runs_it(void **state)
{
	asks_a_loop_that_is_about_to_run(A_MOMENT);
	for (int i = 0; i < 50; i++)
		asks_a_loop_that_is_about_to_run(0);
	assert_int_equal(calls, 2 * 51);
}

/* Waits for three of four coroutines, and frees the future of the fourth at once. */
static int gives_many(int *sum)
{
	int bad = 0;

	for (int i = 0; i < EACH; i++) {
		ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, adds, sum);
		void *value = NULL;
		if (i % 4 < 3)
			bad += thread_future_result(future, -1, &value) != 0 ||
			       value != sum;
		thread_future_free(future);
	}
	return bad;
}

static void many_threads_give_wait_and_let_go(void **state)
{
	int sum = run_crowd(gives_many);

	assert_int_equal(sum, THREADS * EACH);
}

TESTS(T(a_thread_gets_the_value_of_a_coroutine),
      T(a_thread_gets_the_error_of_a_coroutine), T(a_thread_waits_no_longer_than_it_says),
      T(a_closed_loop_takes_no_coroutine), T(the_thread_of_the_loop_cannot_wait_for_it),
      T(the_only_thread_waits_for_no_other), T(a_thread_that_is_woken_too_early_waits_on),
      T(a_loop_may_be_asked_before_another_thread_runs_it),
      T(many_threads_give_wait_and_let_go))
