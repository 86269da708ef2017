/* Rung 5.5.6: what a child of fork has of its parent's pool. */
#include "../forked.h"
#include "awake.h"

static int sleeps_there(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

static int asks_the_pool(void *seconds, void **result)
{
	return asyncio_to_thread(sleeps_there, seconds, NULL);
}

/* Returns whether no child may have threads here, and says so. */
static bool is_skipped(void)
{
	double seconds = 0;

	assert_int_equal(asks_the_pool(&seconds, NULL), -EPERM);
	if (watched())
		printf("SKIPPED: a sanitizer, valgrind or an emulator may not like a "
		       "child to have threads\n");
	return watched();
}

static void a_child_has_a_pool_of_its_own(void **state)
{
	double seconds = 0.001;
	int status = -1;

	begin();
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	if (is_skipped())
		return;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		end_if_stuck();
		int error = asyncio_run(asks_the_pool, &seconds, NULL);
		if (error < 0)
			fprintf(stderr, "the call of the child failed: %s\n",
			        status_name(error));
		_exit(error < 0 ? 1 : 0);
	}
	waitpid(child, &status, 0);
	bool the_child_has_ended_by_itself = WIFEXITED(status);
	assert_true(the_child_has_ended_by_itself);
	int exit_status_of_the_child = WEXITSTATUS(status);
	assert_int_equal(exit_status_of_the_child, 0);
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	end();
}

static Gate gate;

/* After the second call its thread waits, and the third one has to wake it. */
static int asks_three_times(void *seconds, void **result)
{
	int status = 0;

	for (int i = 0; i < 3 && status == 0; i++) {
		status = asks_the_pool(seconds, NULL);
		if (status == 0)
			status = asyncio_sleep(A_MOMENT);
	}
	return status;
}

static int leaves_idle_threads(void *unused, void **result)
{
	Future *calls[5];

	for (int i = 0; i < 5; i++)
		calls[i] = loop_run_in_executor(loop, passes_gate, &gate);
	bool all = gate_has(&gate, 5);
	gate_open(&gate);
	for (int i = 0; i < 5; i++)
		succeeds(await(calls[i], NULL));
	succeeds(asyncio_sleep(A_MOMENT));
	return all ? 0 : -ETIMEDOUT;
}

/* Five threads of the parent wait for the condition when the child is made. */
static void a_child_wakes_its_own_threads_and_not_those_of_its_parent(void **state)
{
	double seconds = 0.001;

	if (is_skipped())
		return;
	begin();
	assert_int_equal(coroutine_status(loop, leaves_idle_threads, NULL), 0);
	if (is_forked()) {
		end_if_stuck();
		_exit(asyncio_run(asks_three_times, &seconds, NULL) == 0 ? 7 : 1);
	}
	assert_trace("child:7");
	end();
}

static atomic_int called;

static int is_called(void *unused, void **result)
{
	atomic_fetch_add(&called, 1);
	return 0;
}

/* What waits in the queue is the parent's. */
static void a_child_does_not_make_the_calls_of_its_parent(void **state)
{
	Future *calls[40];
	double seconds = 0.001;

	if (is_skipped())
		return;
	begin();
	for (int i = 0; i < 40; i++)
		calls[i] = loop_run_in_executor(loop, i < 36 ? passes_gate : is_called,
		                                &gate);
	if (is_forked()) {
		end_if_stuck();
		gate_open(&gate);
		for (int i = 0; i < 8; i++)
			succeeds(asyncio_run(asks_the_pool, &seconds, NULL));
		_exit(atomic_load(&called));
	}
	gate_open(&gate);
	for (int i = 0; i < 40; i++)
		assert_int_equal(loop_run_until_complete(loop, calls[i], NULL), 0);
	assert_trace("child:0");
	assert_int_equal(atomic_load(&called), 4);
	end();
}

static int forks_there(void *arg, void **result)
{
	if (!is_forked())
		return 0;
	end_if_stuck();
	if (arg != NULL)
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
	if (is_skipped())
		return;
	begin();
	assert_int_equal(coroutine_status(loop, asks_one_that_forks, NULL), 0);
	assert_int_equal(coroutine_status(loop, asks_one_that_forks, loop), 0);
	assert_trace("child:0 child:0");
	end();
}

static int asks_in_a_child(void *seconds, void **result)
{
	int error = asks_the_pool(seconds, NULL);

	if (error < 0 || !is_forked())
		return error;
	end_if_stuck();
	_exit(asyncio_run(asks_the_pool, seconds, NULL) == 0 &&
	              asks_the_pool(seconds, NULL) < 0
	              ? 7
	              : 1);
}

static void a_child_that_a_task_forks_has_one_too(void **state)
{
	double seconds = 0.001;

	if (is_skipped())
		return;
	begin();
	assert_int_equal(coroutine_status(loop, asks_in_a_child, &seconds), 0);
	assert_trace("child:7");
	assert_int_equal(coroutine_status(loop, asks_the_pool, &seconds), 0);
	end();
}

TESTS(T(a_child_has_a_pool_of_its_own),
      T(a_child_wakes_its_own_threads_and_not_those_of_its_parent),
      T(a_child_does_not_make_the_calls_of_its_parent),
      T(a_child_that_a_call_forks_ends_with_the_call),
      T(a_child_that_a_task_forks_has_one_too))
