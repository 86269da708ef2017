/* debug.c - two mistakes that cost too much to look for always: a step that holds the
 * loop, and the use of a task that is gone. */
#include "debug.h"
#include "machines/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 1000 }; /* tasks that are gone, in each thread */

static const double TOO_LONG = 0.1; /* seconds */

const TaskDebug *task_debug;

/* ==== Step 4.2: a future with a generator behind it ==== */

static const char *name_of(const TaskObject *task)
{
	return generator_get_name(task_generator(task));
}

static void (*real_step)(void *task);

/* The task may be gone after its step, so we hold it. Who was reported once is not
 * watched any more. */
static void watched_step(void *arg)
{
	TaskObject *task = arg;

	future_ref(&task->future);
	double began = monotonic_time();
	real_step(task);
	double seconds = monotonic_time() - began;
	if (seconds > TOO_LONG) {
		fprintf(stderr, "task '%s' held the loop for %.2f seconds\n",
		        name_of(task), seconds);
		task->step.fn = real_step;
	}
	future_unref(&task->future);
}

static void debug_born(TaskObject *task)
{
	real_step = task->step.fn;
	task->step.fn = watched_step;
}

/* Of what is left of it, nothing can be had. */
static bool gone_cancel(Future *future)
{
	task_debug->refused(future);
	return false;
}

/* Once more. */
static void gone_free(Future *future)
{
	future->refs = 1;
	task_debug->refused(future);
}

static const FutureKind gone = { "a task that is gone", gone_cancel, gone_free, true,
	                         NULL };

static void debug_refused(const Future *future)
{
	TaskObject *task = (TaskObject *)(void *)future;

	if (future->kind != &gone || task->explained)
		return;
	fprintf(stderr, "task '%s' is gone: it was awaited or detached before\n",
	        name_of(task));
	task->explained = true;
}

/* It belongs to no loop, so that whoever waits for it is refused, and whoever lets it
 * go is heard of. The oldest of those that are kept makes room. */
static bool debug_keeps(TaskObject *task)
{
	static _Thread_local TaskObject *kept[KEPT];
	static _Thread_local size_t next;
	static Loop nowhere;

	if (kept[next] != NULL)
		generator_free(task_generator(kept[next]));
	kept[next] = task;
	next = (next + 1) % KEPT;
	future_init(&task->future, &nowhere, &gone);
	task->explained = false;
	return true;
}

static void look(void)
{
	static const TaskDebug debug = { debug_born, debug_keeps, debug_refused };
	const char *wanted = getenv("ASYNCIO_DEBUG");

	if (wanted != NULL && strcmp(wanted, "1") == 0)
		task_debug = &debug;
}

void task_debug_look(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, look);
}
