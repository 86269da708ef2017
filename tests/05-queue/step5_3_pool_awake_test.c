/* Step 5.5: what can still wake a loop, when there are threads of the pool; and what if
 * there can be none. */
#include "../forked.h"
#include "awake.h"
#include "thread_count.h"

#include <sys/wait.h>

static int sleeps_there(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

/* By way of a call that nobody waits for. */
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

/* So many that they wait in line for a thread, and then for somebody who is none of the
 * pool's. */
static int waits_after_many_calls(void *thread, void **result)
{
	enum { MANY = 60 };
	double seconds = 0.001;
	Future *calls[MANY];

	for (int i = 0; i < MANY; i++)
		calls[i] = loop_run_in_executor(loop, sleeps_there, &seconds);
	int status = await(asyncio_gatherv(calls, MANY, NULL, NULL), NULL);
	if (status == 0)
		*(pthread_t *)thread = begin_thread(wakes_late, NULL);
	return status < 0 ? status : future_wait(future);
}

static void a_thread_counts_though_calls_have_waited_for_one(void **state)
{
	pthread_t thread;

	begin();
	assert_int_equal(coroutine_status(loop, waits_after_many_calls, &thread), 0);
	end_thread(thread);
	end();
}

static int waits_when_the_pool_is_idle(void *unused, void **result)
{
	double seconds = 0.001;

	printf("called: %d\n", asyncio_to_thread(sleeps_there, &seconds, NULL));
	return future_wait(future);
}

static void deadlocks_beside_idle_threads(void)
{
	begin();
	printf("%d\n", coroutine_status(loop, waits_when_the_pool_is_idle, NULL));
}

static void idle_threads_of_the_pool_wake_nobody(void **state)
{
	char expected[20];

	needs_thread_count();
	snprintf(expected, sizeof expected, "%d\n", -EDEADLK);
	assert_int_equal(run_child(deadlocks_beside_idle_threads), 0);
	assert_printed("called: 0");
	assert_printed("deadlock: ");
	assert_printed(expected);
	begin();
	double seconds = 0.001;
	Future *call = loop_run_in_executor(loop, sleeps_there, &seconds);
	assert_non_null(call);
	future_unref(call);
	assert_int_equal(loop_run_forever(loop), 0); /* and it returns */
	end();
}

/* A sanitizer, valgrind or an emulator is there. */
static bool watched(void)
{
	return SANITIZED || getenv("RUN_UNDER") != NULL;
}

static int asks_the_pool(void *seconds, void **result)
{
	return asyncio_to_thread(sleeps_there, seconds, NULL);
}

static void a_child_has_a_pool_of_its_own(void **state)
{
	double seconds = 0.001;
	int status = -1;

	begin();
	assert_int_equal(asyncio_to_thread(sleeps_there, &seconds, NULL), -EPERM);
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	if (watched()) {
		printf("SKIPPED: who watches may not like a child to have threads\n");
		return;
	}
	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(asyncio_run(asks_the_pool, &seconds, NULL) == 0 ? 7 : 1);
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	end();
}

static int forks_there(void *arg, void **result)
{
	if (is_forked() && arg != NULL)
		pthread_exit(NULL);
	return 0;
}

static int asks_one_that_forks(void *arg, void **result)
{
	return asyncio_to_thread(forks_there, arg, NULL);
}

/* The child's only thread is none of a pool, and would wait for work for ever. */
static void a_child_that_a_call_forks_ends_with_the_call(void **state)
{
	if (watched()) {
		printf("SKIPPED: who watches may not like a child to have threads\n");
		assert_int_equal(asyncio_to_thread(sleeps_there, NULL, NULL), -EPERM);
		return;
	}
	begin();
	assert_int_equal(coroutine_status(loop, asks_one_that_forks, NULL), 0);
	assert_int_equal(coroutine_status(loop, asks_one_that_forks, loop), 0);
	assert_trace("child:0 child:0");
	end();
}

static int asks_in_a_child(void *seconds, void **result)
{
	int error = asks_the_pool(seconds, NULL);

	if (error == 0 && is_forked())
		_exit(asyncio_run(asks_the_pool, seconds, NULL) == 0 &&
		                      asks_the_pool(seconds, NULL) < 0
		              ? 7
		              : 1);
	return error;
}

static void a_child_that_a_task_forks_has_one_too(void **state)
{
	double seconds = 0.001;

	if (watched()) {
		printf("SKIPPED: who watches may not like a child to have threads\n");
		assert_int_equal(asyncio_to_thread(sleeps_there, NULL, NULL), -EPERM);
		return;
	}
	begin();
	assert_int_equal(coroutine_status(loop, asks_in_a_child, &seconds), 0);
	assert_trace("child:7");
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	end();
}

static void *does_nothing(void *unused)
{
	return NULL;
}

/* No memory for another stack. */
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
		assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
		assert_int_equal(asyncio_to_thread(sleeps_there, &seconds, NULL), -EPERM);
		return;
	}
	Future *call = loop_run_in_executor(loop, sleeps_there, &seconds);
	assert_int_equal(future_result(call, NULL), -EAGAIN);
	future_unref(call);
	assert_int_equal(loop_shutdown_default_executor(loop, 0), 0);
	end();
}

TESTS(T(while_a_call_runs_there_is_no_deadlock),
      T(a_thread_counts_though_calls_have_waited_for_one),
      T(idle_threads_of_the_pool_wake_nobody), T(a_child_has_a_pool_of_its_own),
      T(a_child_that_a_call_forks_ends_with_the_call),
      T(a_child_that_a_task_forks_has_one_too),
      T(without_a_thread_a_call_is_refused))
