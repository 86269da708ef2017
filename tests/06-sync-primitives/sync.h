/* sync.h - for tests of locks: tasks with names, which record what a call has returned,
 * and in which pass of the loop. They are kept until the end of the test. */
#ifndef SYNC_H
#define SYNC_H

#include "../04-futures/core.h"
#include "locks.h"
#include "timeouts.h"

static Task *kept[64];
static size_t n_kept;

/* Makes a task fn(name) with this name. */
static inline Task *start(CoroutineFn *fn, const char *name)
{
	Task *task = new_task(fn, (void *)name);

	task_set_name(task, name);
	return kept[n_kept++] = task;
}

static inline void start_all(CoroutineFn *fn, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		start(fn, names[i]);
}

static const char *const three[] = { "1", "2", "3" }, *const six[] = { "1", "2", "3",
	                                                               "4", "5", "6" };

/* Records NAME:ok@3, in pass 3, or the error instead of ok; returns the status. */
static inline int record(const void *name, int status)
{
	if (status > 0)
		trace("%s:%d@%d", (const char *)name, status, pass);
	else
		trace("%s:%s@%d", (const char *)name, why(status), pass);
	return status;
}

/* Begins the record anew. */
static inline void forget_trace(void)
{
	*(char *)traced() = '\0';
}

/* Returns how many tasks are in this wait queue. */
static inline size_t waiting(const Links *queue)
{
	size_t n = 0;

	for (const Links *l = queue->next; l != NULL && l != queue; l = l->next)
		n++;
	return n;
}

static inline void end(void)
{
	while (n_kept > 0)
		future_unref(kept[--n_kept]);
	loop_free(loop);
}

#endif
