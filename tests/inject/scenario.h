/* scenario.h - a scenario calls one public function, or a few, with all that they need,
 * and gives everything back. run.c runs it with each fault. It returns 0, or the negative
 * errno of the call that failed; before, it requires that the failed call has taken
 * nothing. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "asyncio.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Scenario {
	const char *name, *also; /* the function it is about, and others that it calls */
	int (*run)(void);
	struct Scenario *next;
} Scenario;

extern Scenario *scenarios;

/* SCENARIO(queue_put, "queue_get queue_clear") { body } */
#define SCENARIO(function, others)                                                 \
	static int run_##function(void);                                           \
	static Scenario scenario_##function = { #function, others, run_##function, \
		                                NULL };                            \
	__attribute__((constructor)) static void add_##function(void)              \
	{                                                                          \
		scenario_##function.next = scenarios;                              \
		scenarios = &scenario_##function;                                  \
	}                                                                          \
	static int run_##function(void)

/* A scenario that is the body of a coroutine, run by asyncio_run. */
#define COROUTINE_SCENARIO(function, others)                     \
	static int main_##function(void *arg, void **result);    \
	SCENARIO(function, others)                               \
	{                                                        \
		return asyncio_run(main_##function, NULL, NULL); \
	}                                                        \
	static int main_##function(void *arg, void **result)

/* What must hold in spite of every fault: else this is said, and the run is wrong. */
#define require(holds) scenario_require(holds, __FILE__, __LINE__, #holds)

/* Returns the error of a call, if it has one. */
#define TRY(call)                             \
	do {                                  \
		int try_error_ = (int)(call); \
		if (try_error_ < 0)           \
			return try_error_;    \
	} while (0)

static inline void scenario_require(bool holds, const char *file, int line,
                                    const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: it does not hold that %s\n", file, line, what);
	_exit(99);
}

/* Says an error that will not be returned, since there is another one. */
static inline void say(const char *who, int error)
{
	if (error < 0)
		fprintf(stderr, "%s: %s\n", who, strerror(-error));
}

/* The loop that runs. */
static inline Loop *running(void)
{
	return asyncio_get_running_loop();
}

/* A coroutine that sleeps for the seconds that a double says, and returns its arg. */
static inline int sleeper(void *seconds, void **result)
{
	*result = seconds;
	return asyncio_sleep(*(double *)seconds);
}

/* A callback that adds one to an int. */
static inline void count(void *counter)
{
	++*(int *)counter;
}

#endif
