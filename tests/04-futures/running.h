/* running.h - what tests of timeouts, groups and sockets share: words for errors, the
 * time, things that happen later, and coroutines to cancel. */
#ifndef RUNNING_H
#define RUNNING_H

#include "../03-nonblocking-server/both.h"
#include "runners.h"
#include "tasks.h"

/* What a function returned, in words: "0" for 0. */
static inline const char *why(int status)
{
	return error_name(status);
}

/* Runs it on the virtual clock. */
static inline int run(CoroutineFn *fn, void *arg)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	return asyncio_run(fn, arg, NULL);
}

/* Milliseconds since then. */
static inline int since(double start)
{
	return (int)((time_perf_counter() - start) * 1e3 + 0.5);
}

static inline int now(void)
{
	return since(0);
}

/* How many cancellation requests the running task has. */
static inline int cancelling(void)
{
	return task_cancelling(asyncio_current_task());
}

static inline void cancels(void *task)
{
	task_cancel(task);
}

static inline void sets(void *future)
{
	future_set_result(future, future);
}

/* Calls fn(arg) after so many seconds. The memory is static: nobody need wait for it. */
static inline void after(double seconds, void (*fn)(void *), void *arg)
{
	static Handle handles[16];
	static int n;
	Handle *handle = &handles[n++ % 16];

	*handle = (Handle)HANDLE(fn, arg);
	loop_call_later(asyncio_get_running_loop(), seconds, handle);
}

/* Coroutines: two that fail with an error, and some that say how they end. */
static inline void *error_of(int error)
{
	return (void *)(intptr_t)error;
}

static inline int fails(void *error, void **result)
{
	return (int)(intptr_t)error;
}

/* In the next pass. */
static inline int fails_soon(void *error, void **result)
{
	int status = asyncio_sleep(0);

	return status < 0 ? status : fails(error, result);
}

static inline int sleeps_long(void *arg, void **result)
{
	int error = asyncio_sleep(100);

	*result = arg;
	trace("%s:%s", arg == NULL ? "sleeper" : (const char *)arg, why(error));
	return error;
}

/* Takes 30 ms to clean up, however often it is cancelled meanwhile. */
static inline int cleans_up_slowly(void *arg, void **result)
{
	const char *name = arg == NULL ? "slow" : arg;
	int error = asyncio_sleep(100);
	double end = time_perf_counter() + 0.03;

	trace("%s:%s", name, why(error));
	while (time_perf_counter() < end - 1e-6)
		ignore_status(asyncio_sleep(end - time_perf_counter()));
	trace("%s:clean", name);
	return error;
}

/* Ignores the request that ends its sleep. */
static inline int shrugs(void *arg, void **result)
{
	trace("shrugs:%s", why(asyncio_sleep(100)));
	*result = arg;
	return 0;
}

#endif
