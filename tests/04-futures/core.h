/* core.h - what the tests of futures and tasks share: a loop on the virtual clock whose
 * passes are counted, and words for errors. */
#ifndef CORE_H
#define CORE_H

#include "runners.h"
#include "selectors.h"
#include "tasks.h"
#include "testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static Loop *loop;
static int pass;
static void (*selects)(Selector *selector, double deadline, Links *ready);

static inline void counting_select(Selector *selector, double deadline, Links *ready)
{
	pass++;
	selects(selector, deadline, ready);
}

/* The first line of a test. */
static inline void begin(void)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	loop = asyncio_new_event_loop();
	assert_non_null(loop);
	pass = 0;
	selects = loop->selector->select;
	loop->selector->select = counting_select;
}

static inline Future *new_future(void)
{
	Future *future = loop_create_future(loop);

	assert_non_null(future);
	return future;
}

static inline Task *new_task(CoroutineFn *fn, void *arg)
{
	Task *task = loop_create_task(loop, fn, arg);

	assert_non_null(task);
	return task;
}

/* Runs fn(arg) as a task. */
static inline int coroutine_status(CoroutineFn *fn, void *arg)
{
	return loop_run_until_complete(loop, new_task(fn, arg), NULL);
}

/* Makes passes until nothing is ready, without waiting for anybody. */
static inline void make_passes(int n)
{
	while (n-- > 0) {
		loop_stop(loop);
		succeeds(loop_run_forever(loop));
	}
}

static inline const char *why(int status)
{
	return status_name(status);
}

/* How often a text stands in what a child or a program has printed. */
static inline int printed(const char *text)
{
	int n = 0;

	for (const char *p = program_output; (p = strstr(p, text)) != NULL; p++)
		n++;
	return n;
}

/* A coroutine that waits for a future, and borrows it. */
static inline int waits_for(void *future, void **result)
{
	int status = future_wait(future);

	if (status == 0)
		future_result(future, result);
	return status;
}

/* A whole run, in a child: no asserts. It prints what came of it. */
static inline int run_virtually(CoroutineFn *fn, void *arg)
{
	void *value = NULL;

	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setvbuf(stdout, NULL, _IONBF, 0);
	int status = asyncio_run(fn, arg, &value);
	printf("%s:%s\n", why(status), value == NULL ? "" : (char *)value);
	return status;
}

/* One of a chain of tasks, of which each awaits the next. */
static inline int awaits_the_next(void *next, void **result)
{
	return next == NULL ? asyncio_sleep(1) : await(next, result);
}

#endif
