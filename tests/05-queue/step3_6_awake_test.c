/* Step 5.3: what can still wake a loop, when there are threads. */
#include "threads.h"

#include <sys/wait.h>

static Loop *loop;
static Future *future;
static Handle handle;

static void sets(void *unused)
{
	future_set_result(future, NULL);
}

static int waits(void *unused, void **result)
{
	return future_wait(future);
}

static void begin(void)
{
	loop = new_loop();
	future = loop_create_future(loop);
	assert_non_null(future);
	handle = (Handle)HANDLE(sets, NULL);
}

static void end(void)
{
	future_unref(future);
	loop_free(loop);
}

/* Says nothing for long, then wakes the loop. */
static void *wakes_late(void *unused)
{
	real_sleep(LONG);
	loop_call_soon_threadsafe(loop, &handle);
	return NULL;
}

static void while_there_is_a_thread_there_is_no_deadlock(void **state)
{
	double began = time_perf_counter();

	begin();
	pthread_t thread = begin_thread(wakes_late, NULL);
	assert_int_equal(run_coroutine(loop, waits, NULL), 0);
	assert_true(time_perf_counter() - began >= LONG);
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
	printf("%d\n", run_coroutine(loop, waits, NULL));
}

static void when_the_thread_has_gone_it_is_a_deadlock(void **state)
{
	char expected[20];

	snprintf(expected, sizeof expected, "%d\n", -EDEADLK);
	assert_int_equal(run_child(deadlocks_when_its_threads_have_gone), 0);
	assert_printed("waits for a future");
	assert_printed(expected);
	begin(); /* a thread alone does not let a loop return */
	pthread_t thread = begin_thread(wakes_late, NULL);
	assert_int_equal(loop_run_forever(loop), 0);
	assert_true(future_done(future));
	end_thread(thread);
	end();
}

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
	assert_int_equal(run_coroutine(loop, waits_for_the_pool, &seconds), 0);
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
	printf("%d\n", run_coroutine(loop, waits_when_the_pool_is_idle, NULL));
}

static void idle_threads_of_the_pool_wake_nobody(void **state)
{
	char expected[20];

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

static Gate gate;

/* In a thread of its own, beside the first. */
static void *runs_a_loop(void *status)
{
	begin();
	gate_pass(&gate);
	*(int *)status = run_coroutine(loop, waits, NULL);
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
	return NULL;
}

static void a_loop_may_run_in_another_thread_than_it_was_made_in(void **state)
{
	int status = 1;

	begin();
	pthread_t thread = begin_thread(runs_the_loop, &status);
	real_sleep(LONG);
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), 0);
	end_thread(thread);
	assert_int_equal(status, 0);
	end();
	assert_int_equal(loop_call_soon_threadsafe(loop, &handle), -ESHUTDOWN);
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
	assert_int_equal(run_coroutine(loop, asks_the_pool, &seconds), 0);
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
	assert_int_equal(run_coroutine(loop, asks_the_pool, &seconds), 0);
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
		assert_int_equal(run_coroutine(loop, asks_the_pool, &seconds), 0);
		assert_int_equal(asyncio_to_thread(sleeps_there, &seconds, NULL), -EPERM);
		return;
	}
	Future *call = loop_run_in_executor(loop, sleeps_there, &seconds);
	assert_int_equal(future_result(call, NULL), -EAGAIN);
	future_unref(call);
	assert_int_equal(loop_shutdown_default_executor(loop, 0), 0);
	end();
}

TESTS(T(while_there_is_a_thread_there_is_no_deadlock),
      T(when_the_thread_has_gone_it_is_a_deadlock),
      T(while_a_call_runs_there_is_no_deadlock), T(idle_threads_of_the_pool_wake_nobody),
      T(a_loop_in_another_thread_is_woken_by_the_first),
      T(a_loop_may_run_in_another_thread_than_it_was_made_in),
      T(a_child_has_a_pool_of_its_own), T(without_a_thread_a_call_is_refused))
