/* full_pool.h - calls that wait in the queue, because all threads of the pool are
 * busy. */
#ifndef FULL_POOL_H
#define FULL_POOL_H

#include "threads.h"

static Loop *loop;

/* All threads of the pool wait here. */
enum { MOST_THREADS = 32 };
static Gate gate;

static inline void begin(void)
{
	loop = new_loop();
}

static atomic_int called;

static inline int is_called(void *unused, void **result)
{
	atomic_fetch_add(&called, 1);
	return 0;
}

/* How many threads the pool may have. */
static inline int pool_size(void)
{
	long most = sysconf(_SC_NPROCESSORS_ONLN) + 4;

	return most < MOST_THREADS ? (int)most : MOST_THREADS;
}

static inline int fills_the_pool(Future *calls[MOST_THREADS])
{
	int n = pool_size();

	for (int i = 0; i < n; i++)
		calls[i] = loop_run_in_executor(loop, passes_gate, &gate);
	return n;
}

/* One call more than there are threads; how many these are. */
static inline Future *one_too_many(Future *calls[], int *n)
{
	begin();
	*n = fills_the_pool(calls);
	assert_non_null(calls[0]);
	assert_true(gate_has(&gate, *n));
	Future *call = loop_run_in_executor(loop, is_called, NULL);
	assert_non_null(call);
	return call;
}

/* Waits until it is cancelled, and then cancels this future, too. */
static inline int waits_and_cancels_it(void *future, void **result)
{
	int status = asyncio_sleep(INFINITY);

	trace("%s %d", error_name(status), future_cancel(*(Future **)future));
	return status;
}

#endif
