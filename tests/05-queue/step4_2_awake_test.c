/* Rung 5.4.2: what can still wake a loop, when there are threads. */
#include "awake.h"
#include "thread_count.h"

static int waits(void *unused, void **result)
{
	return future_wait(future);
}

static void while_there_is_a_thread_there_is_no_deadlock(void **state)
{
	double began = time_perf_counter();

	begin();
	pthread_t thread = begin_thread(wakes_late, NULL);
	assert_int_equal(coroutine_status(loop, waits, NULL), 0);
	assert_compared(time_perf_counter() - began, >=, LONG);
	end_thread(thread);
	end();
}

static void *says_nothing(void *unused)
{
	real_sleep(A_MOMENT);
	return NULL;
}

static void deadlocks_when_its_threads_have_gone(void)
{
	begin();
	pthread_t thread = begin_thread(says_nothing, NULL);
	pthread_detach(thread);
	printf("%d\n", coroutine_status(loop, waits, NULL));
}

static void when_the_thread_has_gone_it_is_a_deadlock(void **state)
{
	char expected[20];

	needs_thread_count();
	snprintf(expected, sizeof expected, "%d\n", -EDEADLK);
	assert_int_equal(run_child(deadlocks_when_its_threads_have_gone), 0);
	assert_printed("waits for future 1");
	assert_printed(expected);
	begin(); /* a thread alone does not let a loop return */
	pthread_t thread = begin_thread(wakes_late, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_true(future_done(future));
	end_thread(thread);
	end();
}

static Gate gate;
static atomic_int ended; /* threads whose loop has ended its run */

/* In a thread of its own, beside the first. */
static void *runs_a_loop(void *status)
{
	begin();
	gate_pass(&gate);
	*(int *)status = coroutine_status(loop, waits, NULL);
	atomic_fetch_add(&ended, 1);
	return NULL;
}

static void a_loop_in_another_thread_is_woken_by_the_first(void **state)
{
	int status = 1;
	pthread_t thread = begin_thread(runs_a_loop, &status);

	assert_true(gate_has(&gate, 1));
	gate_open(&gate);
	real_sleep(LONG);
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	assert_true(counts_to(&ended, 1));
	end_thread(thread);
	assert_int_equal(status, 0);
	assert_true(future_done(future));
	Handle late = HANDLE(sets, NULL);
	assert_int_equal(loop_call_soon_threadsafe(NULL, &late), -ESHUTDOWN);
}

/* Made here, it runs there. */
static void *runs_the_loop(void *status)
{
	*(int *)status = loop_run_until_complete(loop, future_ref(future), NULL);
	atomic_fetch_add(&ended, 1);
	return NULL;
}

static void a_loop_may_run_in_another_thread_than_it_was_made_in(void **state)
{
	int status = 1;

	begin();
	pthread_t thread = begin_thread(runs_the_loop, &status);
	real_sleep(LONG);
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	assert_true(counts_to(&ended, 1));
	end_thread(thread);
	assert_int_equal(status, 0);
	end();
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), -ESHUTDOWN);
}

TESTS(T(while_there_is_a_thread_there_is_no_deadlock),
      T(when_the_thread_has_gone_it_is_a_deadlock),
      T(a_loop_in_another_thread_is_woken_by_the_first),
      T(a_loop_may_run_in_another_thread_than_it_was_made_in))
