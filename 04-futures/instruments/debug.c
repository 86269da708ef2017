/* debug.c - what costs too much to look for always: a step that holds the loop, the use
 * of a task that is gone, where tasks were made and since when they wait. */
#include "debug.h"
#include "handles.h"
#include "held.h"
#include "instruments/trace_loop.h"
#include "report.h"
#include "stacks.h"
#include "watched_loops.h"
#include "machines/clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 1000 }; /* tasks that are gone, in each thread */

const TaskDebug *task_debug;

/* ==== Given: what debug mode sees ==== */

static const char *name_of(const TaskObject *task)
{
	return generator_get_name(task_generator(task));
}

static void (*real_step)(void *task);

/* The task may be gone after its step, so we hold it. What was reported once is not
 * reported again. */
static void debug_step(void *arg)
{
	TaskObject *task = arg;

	future_ref(&task->future);
	double began = monotonic_time();
	real_step(task);
	double seconds = monotonic_time() - began;
	if (seconds > HELD_TOO_LONG && !task->held) {
		report_sentence("task '%s' held the loop for %.2f seconds", name_of(task),
		                seconds);
		task->held = true;
	}
	task->since = loop_time(task->future.loop);
	task_check_handles(task);
	future_unref(&task->future);
}

static void debug_born(TaskObject *task)
{
	real_step = task->step.fn;
	task->step.fn = debug_step;
	task->made_in = NULL;
	task->held = false;
	task->since = loop_time(task->future.loop);
	task_stack_clear(task);
	loop_watch(task->future.loop);
}

void (*debug_made)(Future *future, const char *file, int line);

static void debug_note_made(Future *future, const char *file, int line)
{
	TaskObject *task = task_of(future);
	const char *slash = strrchr(file, '/');

	file = slash == NULL ? file : slash + 1;
	if (task != NULL && task->made_in == NULL) {
		task->made_in = file;
		task->made_at = line;
	} else if (task == NULL && future != NULL) {
		future_note_made(loop_futures(future->loop), future, file, line);
	}
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
	report_sentence("task '%s' is gone: it was awaited or detached before",
	                name_of(task));
	task->explained = true;
}

/* Keeps the memory of a task that is freed, and frees that of the task which has been
 * kept longest. The task belongs to no loop from now on, so a wait for it is refused,
 * and a reference to it that is given back once more is reported. */
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

	if (wanted == NULL || *wanted == '\0' || strcmp(wanted, "0") == 0)
		return;
	if (strcmp(wanted, "1") != 0) {
		report_sentence("ASYNCIO_DEBUG is 1, for debug mode, or 0, not '%s': it "
		                "is ignored",
		                wanted);
		return;
	}
	task_debug = &debug;
	made_begin();
	held_begin(debug_step);
	debug_made = debug_note_made;
}

void task_debug_look(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, look);
}

static void debug_loop_is_new(Loop *loop)
{
	task_debug_look();
	if (task_debug != NULL)
		loop_watch(loop);
}

static void debug_handle_is(const Handle *handle, void (*fn)(void *),
                            Generator *generator)
{
	if (task_debug != NULL)
		held_note(handle, fn, generator);
}

__attribute__((constructor)) static void debug_listens(void)
{
	static const LoopDebug debug = { debug_loop_is_new, debug_handle_is };

	loop_debug = &debug;
}
