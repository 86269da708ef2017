/* tasks_private.h - what the files of tasks need of each other, and nobody else. */
#ifndef ASYNCIO_TASKS_PRIVATE_H
#define ASYNCIO_TASKS_PRIVATE_H

#include "tasks.h"

#include <errno.h>

extern const FutureKind task_kind;

/* How often a task may want to wait though its loop is closed, before we give up. */
enum { PATIENCE = 100 };

/* tasks.c: its body has ended, with this status, or is not wanted any more; and what a
 * timer calls, when the time is up for which somebody waits. */
void task_finish(TaskObject *task, int status);
void time_is_up(void *future);

/* task_life.c: its loop knows of it from now on, until it is freed; and a body that has
 * been told to end, and waits, is given up: returns -ECANCELED. */
void task_join(TaskObject *task);
int task_abandon(TaskObject *task);

/* task_life.c: the task that has not finished and whose handle in loop->closing this is;
 * NULL: there is none. */
TaskObject *task_unfinished(Links *links);

/* cancel.c: a request that the running task has not heard of is passed on to what it is
 * about to wait for. */
void task_pass_on(TaskObject *task);

/* waits.c: 0, or why the running task cannot wait for these: -EPERM, there is none;
 * -EINVAL, one of them is another loop's. */
int wait_refusal(Future *futures[], size_t n);

/* ==== Step 4.4: calling it off ==== */

/* -ECANCELED, once, if there is such a request; else 0. */
static inline int task_take_request(TaskObject *task)
{
	int request = task->must_cancel ? -ECANCELED : 0;

	task->must_cancel = false;
	return request;
}

#endif
