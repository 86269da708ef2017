/* tasks.h - coroutines that run by themselves: Python's asyncio.Task, await and sleep.
 *
 *   int fn(void *arg, void **result)     async def fn(arg):
 *       await(future, &value)                value = await future
 *       helper(x)                            await helper(x)
 *       *result = value; return 0;           return value
 *       return -EIO;                         raise OSError(EIO)
 *
 * A task is a future with a generator behind it: what futures.h says of futures holds
 * for tasks, except that they complete themselves. Any function that a coroutine calls,
 * however deep, may await. A function that may suspend returns 0 or more, or a negative
 * errno. -ECANCELED: the task was cancelled, so it cleans up and returns that. -EPERM:
 * no task is running, so there is nothing to suspend. */
#ifndef ASYNCIO_TASKS_H
#define ASYNCIO_TASKS_H

#include "futures.h"

#include <stdio.h>

typedef Future Task;
typedef GeneratorFn CoroutineFn;

/* asyncio.create_task(fn(arg)), loop.create_task(): a task that runs fn(arg) from the
 * next pass on. Returns a new reference: await the task once, or detach it. The loop
 * holds the task, too, until it has finished. arg must live as long as the task runs. If
 * the loop is closed, the future that is returned has failed with -ESHUTDOWN. NULL: no
 * memory, or no loop is running. */
Task *asyncio_create_task(CoroutineFn *fn, void *arg);
Task *loop_create_task(Loop *loop, CoroutineFn *fn, void *arg);

/* The same, with a stack of stack_size bytes instead of 64 KiB: from 16 KiB to 8 MiB,
 * rounded up to a power of two. Less than 16 KiB counts as 16 KiB. For more than 8 MiB
 * the future that is returned has failed with -EINVAL. Up to four KiB of the stack are
 * the runtime's own. */
Task *loop_create_task_sized(Loop *loop, CoroutineFn *fn, void *arg, size_t stack_size);

/* Says that the task will not be awaited: it runs on. Takes it. */
void task_detach(Task *task);

/* value = await future: waits until the future is done, and returns its error. Takes the
 * future, once it is done. If the wait is refused, the future is still the caller's:
 * -EINVAL, it belongs to another loop; -EDEADLK, it is this very task. If the future is
 * done already, does not suspend. If the task is cancelled while it waits, the future is
 * cancelled, and the task continues when that is done. */
MUST_CHECK static inline int await(Future *future, void **value);

/* The same, but borrows the future: the value is read with future_result. */
MUST_CHECK static inline int future_wait(Future *future);

/* await asyncio.sleep(seconds): 0 or less gives all others one turn, as a task's own
 * generator_yield(NULL, NULL) does. -EINVAL: NaN. INFINITY is for ever. */
MUST_CHECK static inline int asyncio_sleep(double seconds);

/* asyncio.current_task(): returns a borrowed reference. NULL: no task is running. */
Task *asyncio_current_task(void);

/* asyncio.all_tasks(): stores borrowed references to up to n tasks that have not
 * finished, and returns how many there are. */
size_t asyncio_all_tasks(Loop *loop, Task **tasks, size_t n);

/* asyncio.print_call_graph(), of all tasks: writes a line for each that has not
 * finished, as a tree: what it waits for, with the tasks that it waits for below it, and
 * how much of its stack is in use. Tasks that wait for each other in a circle are drawn
 * as one. What has no name has a number, in the order of this report. */
void asyncio_print_tasks(Loop *loop, FILE *out);

/* task.set_name(), task.get_name(): copied, 31 bytes of it; Task-1, Task-2 without.
 * Of a future that is no task it is "". */
void task_set_name(Task *task, const char *name);
const char *task_get_name(const Task *task);

/* task.cancel(): a cancellation request. What the task waits for returns -ECANCELED to
 * it. Returns false if the task has finished. For another future it is future_cancel. */
bool task_cancel(Task *task);

/* task.cancelling(), task.uncancel(): how many requests there were that were not
 * taken back; takes one back, and returns how many are left. When none is, one that
 * has not been delivered never will be. */
int task_cancelling(const Task *task);
int task_uncancel(Task *task);

#include "gather.h"   /* asyncio_gather */
#include "shield.h"   /* asyncio_shield */
#include "wait_for.h" /* asyncio_wait_for */
#include "waits.h"    /* asyncio_wait, as_completed_next */

/* For what is built on tasks. */

/* What a Task points to. It lies on its own stack, right below the generator, with which
 * it is freed. */
typedef struct TaskObject {
	_Alignas(16) Future future; /* first: a Task is one */
	Handle step;       /* resumes it: is ready, or among the callbacks of a future */
	Future *waits_for; /* NULL: it runs, or is ready to run */
	bool finished;     /* its generator will not run again */
	bool suspended;    /* in future_wait or asyncio_sleep, and not in a yield */
	bool must_cancel;  /* a request that has not been delivered */
	bool in_cancel;    /* task_cancel is at it: a second time means a circle */
	bool explained;    /* a line about it has been written */
	bool deferred;     /* its loop is closed, but another task's turn came first */
	int cancelling;
	int inside;     /* timeouts and groups that it has entered and not left */
	int thrown;     /* what its generator_yield is to return next */
	int refused;    /* how often it has waited or yielded when its loop was closed */
	Handle closing; /* in loop->closing, as long as it exists */
	/* Of debug mode. */
	const char *made_in; /* the file and the line; NULL: not known */
	int made_at;
	bool held;    /* it has held the loop, which has been said */
	double since; /* the loop's time when it ran last */
	/* Of the task group that owns it: nothing else uses them. */
	Links siblings;
	Handle left;
	void *owner;
} TaskObject;

/* The task that is running; NULL: none. */
extern _Thread_local TaskObject *task_running;

/* Returns the task that a future is; NULL if it is none. */
static inline TaskObject *task_of(const Future *future);

#include "tasks_inline.h"

/* Where a task was made, for debug mode: see instruments/made.h. */
#define asyncio_create_task(...) \
	made_here(asyncio_create_task(__VA_ARGS__), __FILE__, __LINE__)
#define loop_create_task(...) \
	made_here(loop_create_task(__VA_ARGS__), __FILE__, __LINE__)
#define loop_create_task_sized(...) \
	made_here(loop_create_task_sized(__VA_ARGS__), __FILE__, __LINE__)

#endif
