/* trace_tasks.h - what a trace says of tasks: what they wait for, how they end, what
 * cancels them. */
#ifndef ASYNCIO_TRACE_TASKS_H
#define ASYNCIO_TRACE_TASKS_H

#include "instruments/trace_loop.h"
#include "tasks.h"

/* What the library calls; each does nothing unless there is a trace. */

/* The task is new. */
static inline void trace_task(TaskObject *task);

/* The handle is about to be added to something that calls it, and then it runs the
 * task. */
static inline void trace_steps(Handle *handle, TaskObject *task);

/* The task has been cancelled, or such a request has been taken back: its counter has
 * changed. */
static inline void trace_cancels(TaskObject *task);
static inline void trace_uncancels(TaskObject *task);

/* The task has entered this timeout. */
static inline void trace_timeout(const void *timeout, TaskObject *task);

/* What runs has done something, in words. */
static inline void trace_says(const char *words);

/* The thing that an object of the program's is, a "lock" for example: it is called "lock
 * 'NAME'", as in reports; or "lock 1", "lock 2" and so on, if name is NULL. */
Thing *trace_object(const void *object, const char *kind, const char *name);

/* trace_waits.c: tells that the task that a thing is waits for this future. */
void trace_tell_wait(Thing *thing, const Future *future);

/* ==== Given: a run that is watched ==== */

void trace_task_made(TaskObject *task);
void trace_task_steps(Handle *handle, TaskObject *task);
void trace_task_cancelled(TaskObject *task, bool taken_back);
void trace_task_says(const char *words);
void trace_timeout_of(const void *timeout, TaskObject *task);

static inline void trace_task(TaskObject *task)
{
	if (tracing())
		trace_task_made(task);
}

static inline void trace_steps(Handle *handle, TaskObject *task)
{
	if (tracing())
		trace_task_steps(handle, task);
}

static inline void trace_cancels(TaskObject *task)
{
	if (tracing())
		trace_task_cancelled(task, false);
}

static inline void trace_uncancels(TaskObject *task)
{
	if (tracing())
		trace_task_cancelled(task, true);
}

static inline void trace_timeout(const void *timeout, TaskObject *task)
{
	if (tracing())
		trace_timeout_of(timeout, task);
}

static inline void trace_says(const char *words)
{
	if (tracing())
		trace_task_says(words);
}

#endif
