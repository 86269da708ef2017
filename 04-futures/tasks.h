/* tasks.h - coroutines that run by themselves: Python's asyncio.Task, await and
 * sleep.
 *
 *   int fn(void *arg, void **result)     async def fn(arg):
 *       await(future, &value)                value = await future
 *       helper(x)                            await helper(x)
 *       *result = value; return 0;           return value
 *       return -EIO;                         raise OSError(EIO)
 *
 * A task is a future with a generator behind it: what futures.h says of futures
 * holds for tasks, but that they complete themselves. Any function that a coroutine
 * calls, however deep, may await. A function that may suspend returns 0 or more, or
 * a negative errno: -ECANCELED, the task was asked to end: clean up and return it;
 * -EPERM, it would have to suspend and no task is running. */
#ifndef ASYNCIO_TASKS_H
#define ASYNCIO_TASKS_H

#include "futures.h"

#include <stdio.h>

typedef Future Task;
typedef GeneratorFn CoroutineFn;

/* asyncio.create_task(fn(arg)), loop.create_task(): runs it from the next pass on.
 * Looks at arg. The task is yours: await it once, or detach it. The loop holds it,
 * too, until it has finished. Refused, it has failed: -ESHUTDOWN, the loop is
 * closed. NULL: no memory, or no loop is running. */
Task *asyncio_create_task(CoroutineFn *fn, void *arg);
Task *loop_create_task(Loop *loop, CoroutineFn *fn, void *arg);

/* The same, with a stack of stack_size bytes instead of 64 KiB: 16 KiB to 8 MiB, rounded
 * up to a power of two. Less than 16 KiB counts as 16 KiB; for more than 8 MiB it has
 * failed with -EINVAL. Up to four KiB of it are the runtime's own. */
Task *loop_create_task_sized(Loop *loop, CoroutineFn *fn, void *arg, size_t stack_size);

/* You will not await it: it runs on. Takes it. */
void task_detach(Task *task);

/* value = await future. Takes it, once it is done; returns its error. Refused, it is
 * still yours: -EINVAL, it is another loop's; -EDEADLK, it is this very task. A done
 * one does not suspend. A task that is asked to end asks what it awaits to end, and
 * goes on when that has. */
MUST_CHECK static inline int await(Future *future, void **value);

/* The same, but looks at it: the value is read with future_result. */
MUST_CHECK static inline int future_wait(Future *future);

/* await asyncio.sleep(seconds): 0 or less gives the others one turn, as a task's own
 * generator_yield(NULL, NULL) does. -EINVAL: NaN; INFINITY is for ever. */
MUST_CHECK static inline int asyncio_sleep(double seconds);

/* asyncio.current_task(): lent; NULL: none is running. */
Task *asyncio_current_task(void);

/* asyncio.all_tasks(): stores up to n that have not finished, lent, and returns how
 * many there are. */
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

/* task.cancel(): asks it to end: what it waits for returns -ECANCELED to it. false:
 * it has finished. Of another future it is future_cancel. */
bool task_cancel(Task *task);

/* task.cancelling(), task.uncancel(): how many requests there were that nobody has
 * taken back; takes one back, and returns how many are left. When none is, one that
 * has not been delivered never will be. */
int task_cancelling(const Task *task);
int task_uncancel(Task *task);

#include "gather.h"   /* asyncio_gather */
#include "shield.h"   /* asyncio_shield */
#include "wait_for.h" /* asyncio_wait_for */
#include "waits.h"    /* asyncio_wait, as_completed_next */

/* For what is built on tasks. */

/* It lies on its own stack, right below the generator, which is freed with it. */
typedef struct TaskObject {
	_Alignas(16) Future future; /* first: a Task is one */
	Handle step;       /* resumes it: is ready, or among the callbacks of a future */
	Future *waits_for; /* NULL: it runs, or has a turn coming */
	bool finished;     /* and its generator will not run again */
	bool suspended;    /* in future_wait or asyncio_sleep: nobody throws, they ask */
	bool must_cancel;  /* a request that has not been delivered */
	bool in_cancel;    /* task_cancel is at it: a second time means a circle */
	bool explained;    /* a line about it has been written */
	bool deferred;     /* its loop is closed, but another task's turn came first */
	int cancelling;
	int inside;     /* timeouts and groups that it has entered and not left */
	int thrown;     /* the error that its next turn begins with */
	int refused;    /* how often it wanted to wait though its loop is closed */
	Handle closing; /* in loop->closing, as long as it exists */
	/* Of debug mode. */
	const char *made_in; /* the file and the line; NULL: not known */
	int made_at;
	bool held;    /* it has held the loop, which has been said */
	double since; /* the loop's time when it ran last */
	/* Of whoever owns it, a task group. Nobody else sets them, or reads them. */
	Links siblings;
	Handle left;
	void *owner;
} TaskObject;

/* The one that is running; NULL: none. */
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
