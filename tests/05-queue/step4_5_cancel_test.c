/* Rung 5.4.5: threads that cancel the coroutine that they have asked for. */
#include "askers.h"

static atomic_int waiting_tasks;

static int waits_and_cleans_up(void *unused, void **result)
{
	atomic_fetch_add(&waiting_tasks, 1);
	int status = asyncio_sleep(INFINITY);

	trace("%s", error_name(status));
	return status;
}

static void cancels_a_waiting_task(Asker *asker)
{
	ThreadFuture *future = asyncio_run_coroutine_threadsafe(loop, waits_and_cleans_up,
	                                                        NULL);

	counts_to(&waiting_tasks, 1);
	asker->flag = thread_future_cancel(future);
	asker->status = thread_future_result(future, 0, NULL);
	thread_future_free(future);
}

static void to_cancel_it_cancels_its_task(void **state)
{
	Asker asker = { .ask = cancels_a_waiting_task };

	run_asker(&asker);
	make_passes();
	assert_int_equal(asyncio_all_tasks(loop, NULL, 0), 0);
	assert_true(asker.flag);
	assert_int_equal(asker.status, -ECANCELED);
	assert_trace("ECANCELED");
	loop_free(loop);
}

static void *cancels_twice(void *flag)
{
	*(bool *)flag = thread_future_cancel(given) && !thread_future_cancel(given);
	return NULL;
}

static void a_future_that_is_cancelled_is_done(void **state)
{
	CoroutineFn *fn = waits_for_ever;
	bool only_once = false;

	begin();
	end_thread(begin_thread(gives, &fn));
	end_thread(begin_thread(cancels_twice, &only_once));
	assert_true(only_once);
	assert_int_equal(thread_future_result(given, -1, NULL), -ECANCELED);
	thread_future_free(given);
	loop_free(loop);
}

static void cancelled_before_it_begins_it_never_runs(void **state)
{
	CoroutineFn *fn = is_run;

	begin();
	end_thread(begin_thread(gives, &fn));
	assert_non_null(given);
	assert_true(thread_future_cancel(given));
	assert_int_equal(
		loop_run_until_complete(loop, loop_create_task(loop, is_run, NULL), NULL),
		0);
	make_passes();
	assert_trace("run");
	assert_int_equal(thread_future_result(given, -1, NULL), -ECANCELED);
	thread_future_free(given);
	loop_free(loop);
}

static int fails_when_cancelled(void *unused, void **result)
{
	return asyncio_sleep(INFINITY) == -ECANCELED ? -EIO : 0;
}

/* Its future says -ECANCELED, and not why the task has ended. */
static void a_cancelled_task_fails(void)
{
	CoroutineFn *fn = fails_when_cancelled;

	begin();
	end_thread(begin_thread(gives, &fn));
	make_passes();
	thread_future_cancel(given);
	make_passes();
	printf("%s\n", error_name(thread_future_result(given, -1, NULL)));
	thread_future_free(given);
	loop_free(loop);
}

static void an_error_after_a_cancel_is_reported(void **state)
{
	assert_int_equal(run_child(a_cancelled_task_fails), 0);
	assert_printed("ECANCELED");
	assert_printed("the error of task 'Task-1' was never looked at");
}

/* Of four coroutines waits for the first, cancels the second, which would never end, and
 * cancels the other two at the moment at which they may end. */
static int gives_many(int *sum)
{
	int bad = 0;

	for (int i = 0; i < EACH; i++) {
		bool endless = i % 4 == 1;
		ThreadFuture *future = asyncio_run_coroutine_threadsafe(
			loop, endless ? waits_for_ever : adds, sum);
		bool cancelled = i % 4 > 0 && thread_future_cancel(future);
		if (i % 4 < 3)
			bad += thread_future_result(future, endless ? 0 : -1, NULL) !=
			       (cancelled ? -ECANCELED : 0);
		bad += endless && !cancelled;
		thread_future_free(future);
	}
	return bad;
}

static void many_threads_give_wait_cancel_and_let_go(void **state)
{
	int sum = run_crowd(gives_many);

	assert_compared(sum, >=, THREADS * EACH / 4);
}

TESTS(T(to_cancel_it_cancels_its_task), T(a_future_that_is_cancelled_is_done),
      T(cancelled_before_it_begins_it_never_runs), T(an_error_after_a_cancel_is_reported),
      T(many_threads_give_wait_cancel_and_let_go))
