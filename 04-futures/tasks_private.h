/* tasks_private.h - what the files of tasks need of each other, and nothing else
 * does. */
#ifndef ASYNCIO_TASKS_PRIVATE_H
#define ASYNCIO_TASKS_PRIVATE_H

#include "instruments/debug.h"
#include "tasks.h"

#include <errno.h>

extern const FutureKind task_kind;

/* How often a task may want to wait although its loop is closed, before we give up. */
enum { PATIENCE = 100 };

/* run_until.c: runs the loop until the future is done. Returns 0; or why the run has
 * ended before. */
int run_until_done(Loop *loop, Future *future);

/* task_life.c: the body of the task has ended, with this status, or is not to run any
 * more. */
void task_finish(TaskObject *task, int status);

/* await.c: what a timer calls when the time is up for which a future stands. */
void time_is_up(void *future);

/* task_life.c: what the handle closing calls when the loop is closed and the task still
 * exists. */
void task_close(void *task);

/* task_life.c: a body that waits although its loop is closed is given up. Returns
 * -ECANCELED. */
int task_abandon(TaskObject *task);

/* task_life.c: the task that has not finished and whose handle in loop->closing this is;
 * NULL: there is none. */
TaskObject *task_unfinished(Links *links);

/* cancel.c: a cancellation request on its way down a chain of tasks, each of which waits
 * for the next. A chain may be long: the request goes down in a loop, and not by
 * recursion. */
typedef struct Request {
	TaskObject *first, *last; /* of the tasks that it has reached; NULL: none */
} Request;

/* cancel.c: begins a request to cancel future. If that is a task, the request reaches
 * it, and the task that it waits for, and so on. Returns what is left to be cancelled:
 * what the last task waits for, or future itself, if the request reaches no task. That
 * may be NULL (a task that waits for nothing), or no task, or a task that has finished,
 * or a task that this request has reached before: then they wait for each other in a
 * circle. */
Future *request_begin(Request *request, Future *future);

/* cancel.c: ends the request. accepted is what future_cancel has returned for what was
 * left. If it is false, the request is delivered to the last task when it runs next.
 * Returns whether the future with which the request began has accepted it. Every task
 * accepts. */
bool request_end(Request *request, bool accepted);

/* cancel.c: tasks wait for each other in a circle, so none of them will ever be done.
 * This one is to continue without what it waits for: it must_cancel, and its step is
 * taken back from where it is, and scheduled. Returns true. Until rung 4.4.9 it does
 * nothing, and returns false. */
bool task_break_circle(TaskObject *task);

/* cancel.c: called when the running task, which has a request that has not been
 * delivered (must_cancel), is about to wait: passes the request on to what it waits
 * for. */
void task_pass_on(TaskObject *task);

/* waits.c: returns 0, or why the running task cannot wait for these futures: -EPERM, no
 * task is running; -EINVAL, one of them belongs to another loop. */
int wait_refusal(Future *futures[], size_t n);

/* ==== 4.4.1: a request is delivered ==== */

/* Returns -ECANCELED, once, if the task has a request that has not been delivered
 * (must_cancel); otherwise 0. */
static inline int task_take_request(TaskObject *task)
{
	int request = task->must_cancel ? -ECANCELED : 0;

	task->must_cancel = false;
	return request;
}

#endif
