/* Rung 5.5.2: what can still wake a loop when a call is over. */
#include "awake.h"
#include "thread_count.h"
#include "threads_private.h"

static int sleeps_there(void *seconds, void **result)
{
	time_sleep(*(double *)seconds);
	return 0;
}

/* Makes so many calls that they wait in the queue of the pool. When they are over it
 * waits for a thread that is none of the pool's. */
static int waits_after_many_calls(void *thread, void **result)
{
	enum { MANY = 60 };
	double seconds = 0.001;
	Future *calls[MANY];

	for (int i = 0; i < MANY; i++)
		calls[i] = loop_run_in_executor(loop, sleeps_there, &seconds);
	double limit = TEST_SCALE > 1 ? 60 : 3 * machine_slowness();
	ssize_t ended = asyncio_wait(calls, MANY, limit, ALL_COMPLETED);
	for (int i = 0; i < MANY; i++)
		future_unref(calls[i]);
	if (ended < MANY)
		return -ETIMEDOUT;
	*(pthread_t *)thread = begin_thread(wakes_late, NULL);
	return future_wait(future);
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
	end_if_stuck();
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

/* How many things outside of the loop can wake it, as its selector counts them. */
static int outside(void)
{
	return ((IoSelector *)(void *)loop->selector)->outside;
}

static void a_call_counts_as_what_can_wake_its_loop_until_it_is_over(void **state)
{
	double seconds = 0.001;

	begin();
	Future *call = loop_run_in_executor(loop, sleeps_there, &seconds);
	assert_non_null(call);
	int outside_before_it_is_over = outside();
	assert_int_equal(outside_before_it_is_over, 1);
	assert_int_equal(loop_run_until_complete(loop, call, NULL), 0);
	int outside_when_it_is_over = outside();
	assert_int_equal(outside_when_it_is_over, 0);
	end();
}

TESTS(T(a_call_counts_as_what_can_wake_its_loop_until_it_is_over),
      T(a_thread_counts_though_calls_have_waited_for_one),
      T(idle_threads_of_the_pool_wake_nobody))
