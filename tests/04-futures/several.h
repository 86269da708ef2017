/* several.h - for tests of several futures at once: a loop on the virtual clock, a
 * main task, and jobs for others. */
#ifndef SEVERAL_H
#define SEVERAL_H

#include "memory.h"
#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static Loop *loop;

/* Runs fn(arg) in a new loop, which the test closes. */
static inline int run(CoroutineFn *fn, void *arg)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	Task *task = loop_create_task(loop, fn, arg);
	assert_non_null(task);
	return loop_run_until_complete(loop, task, NULL);
}

/* What a task does: it sleeps, says its name, and returns that, or an error. */
typedef struct Job {
	const char *name;
	double seconds;
	int error;
} Job;

static inline int work(void *arg, void **result)
{
	const Job *job = arg;
	int error = asyncio_sleep(job->seconds);

	trace(error < 0 ? "%s:stopped" : "%s", job->name);
	if (error < 0)
		return error;
	*result = (void *)job->name;
	return job->error;
}

static inline Task *start_failing(const char *name, double seconds, int error)
{
	static Job jobs[100];
	static size_t n;

	jobs[n] = (Job){ name, seconds, error };
	return asyncio_create_task(work, &jobs[n++]);
}

static inline Task *start(const char *name, double seconds)
{
	return start_failing(name, seconds, 0);
}

/* A future that is done. */
static inline Future *ready(const char *value)
{
	Future *future = loop_create_future(loop);

	future_set_result(future, (void *)value);
	return future;
}

static inline const char *text(const void *value)
{
	return value == NULL ? "-" : value;
}

/* Calls from the loop: the plain callbacks of others. */
static inline void set(void *future)
{
	future_set_result(future, NULL);
}

static inline void cancel(void *future)
{
	future_cancel(future);
}

static inline void unref_all(Future *futures[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		future_unref(futures[i]);
}

static inline bool nobody_waits_for(const Future *future)
{
	return list_empty(&future->callbacks);
}

/* Counts the passes of the loop, from now on until it is told to stop. While it
 * counts, time stands still. */
static int passes;

static inline void pass(void *handle)
{
	passes++;
	loop_call_soon(loop, handle);
}

static inline Handle *count_passes(void)
{
	static Handle counter;

	handle_cancel(&counter);
	counter = (Handle)HANDLE(pass, &counter);
	passes = 0;
	loop_call_soon(loop, &counter);
	return &counter;
}

/* For children: runs fn a thousand times for ten thousand futures, in memory for some of
 * these times, and prints how it ends. */
enum { AGAIN_AND_AGAIN = 1000 };

static inline void with_little_memory(CoroutineFn *fn)
{
	const struct rlimit some = { 256 << 20, RLIM_INFINITY };

	setrlimit(RLIMIT_AS, &some);
	int status = run(fn, NULL);
	printf("%s%s", status_name(status),
	       status == -ENOMEM ? ": what was done before has not been freed" : "");
	fflush(stdout);
	_Exit(0);
}

/* Returns whether what a test runs under needs more memory than that for itself. */
static inline bool needs_much_memory(void)
{
	return SANITIZED || TEST_SCALE > 1 || getenv("RUN_UNDER") != NULL;
}

#endif
