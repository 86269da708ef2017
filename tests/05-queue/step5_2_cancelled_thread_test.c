/* Rung 5.5.2: a thread of the pool that somebody tries to cancel. */
#include "threads.h"

static Loop *loop;
static Gate gate;
static pthread_t there; /* the thread of the call */

static int is_called(void *called, void **result)
{
	++*(int *)called;
	return 0;
}

enum { MORE_THAN_THREADS = 40 };

/* Passes the gate, and many a cancellation point after it. */
static int tells_where_it_is(void *value, void **result)
{
	there = pthread_self();
	gate_pass(&gate);
	usleep(1000);
	pthread_testcancel();
	*result = value;
	return 0;
}

static int cancels_the_thread_of_a_call(void *unused, void **result)
{
	Future *call = loop_run_in_executor(loop, tells_where_it_is, &gate);
	void *value = NULL;
	int called = 0;

	if (!gate_has(&gate, 1))
		return -ETIMEDOUT;
	pthread_cancel(there);
	gate_open(&gate);
	int status = await(call, &value);
	trace("%s", status == 0 && value == &gate ? "returned" : error_name(status));
	for (int i = 0; i < MORE_THAN_THREADS && status == 0; i++)
		status = asyncio_to_thread(is_called, &called, NULL);
	trace("%d", called);
	return status;
}

static void a_thread_of_the_pool_cannot_be_cancelled(void **state)
{
	loop = new_loop();
	assert_int_equal(coroutine_in_time(loop, cancels_the_thread_of_a_call, NULL), 0);
	assert_trace("returned 40");
	loop_free(loop);
}

TESTS(T(a_thread_of_the_pool_cannot_be_cancelled))
