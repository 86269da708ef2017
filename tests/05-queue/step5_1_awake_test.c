/* Rung 5.5.1: what can still wake a loop that has a call on a thread; and what if there
 * can be no thread. */
#include "awake.h"

static int sleeps_there(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

/* A call on a thread: it wakes the task, although no task waits for the call. */
static int wakes_from_the_pool(void *seconds, void **result)
{
	sleeps_there(seconds, result);
	return loop_call_soon_threadsafe(loop, &handle);
}

static int waits_for_the_pool(void *seconds, void **result)
{
	future_unref(loop_run_in_executor(loop, wakes_from_the_pool, seconds));
	return future_wait(future);
}

static void while_a_call_runs_there_is_no_deadlock(void **state)
{
	double seconds = LONG;

	begin();
	assert_int_equal(coroutine_status(loop, waits_for_the_pool, &seconds), 0);
	end();
}

static void *does_nothing(void *unused)
{
	return NULL;
}

/* Leaves no memory for another stack. Returns whether that forbids a new thread. */
static bool forbid_threads(void)
{
	struct rlimit before, limit;
	pthread_t thread;

	if (watched() || getrlimit(RLIMIT_AS, &before) < 0)
		return false;
	limit = (struct rlimit){ 1 << 20, before.rlim_max };
	if (setrlimit(RLIMIT_AS, &limit) < 0)
		return false;
	if (pthread_create(&thread, NULL, does_nothing, NULL) != 0)
		return true;
	pthread_join(thread, NULL);
	setrlimit(RLIMIT_AS, &before);
	return false;
}

static void without_a_thread_a_call_is_refused(void **state)
{
	double seconds = 0;

	begin();
	if (!forbid_threads()) {
		printf("SKIPPED: threads cannot be forbidden here\n");
		assert_int_equal(asyncio_to_thread(sleeps_there, &seconds, NULL), -EPERM);
		return;
	}
	Future *call = loop_run_in_executor(loop, sleeps_there, &seconds);
	assert_int_equal(future_result(call, NULL), -EAGAIN);
	future_unref(call);
	assert_int_equal(loop_shutdown_default_executor(loop, 0), 0);
	end();
}

TESTS(T(while_a_call_runs_there_is_no_deadlock), T(without_a_thread_a_call_is_refused))
