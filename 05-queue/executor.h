/* executor.h - threads: from other threads into the loop, and from the loop to threads
 * that may block.
 *
 * A function below that says "any thread" may be called by any thread, for any loop.
 * Every other function of this library belongs to the thread that runs the loop. A loop
 * may be made by one thread and run by another; from then on it belongs to that one.
 *
 * The functions for any thread also accept the address of a loop that is closed or
 * freed, and refuse then. But if a new loop lies at the address of a freed one, they
 * reach the new loop. In a child of fork(2) all loops of its parent are closed, and the
 * pool has no thread: the loops that the child makes start threads of their own.
 *
 * A thread that waits in thread_future_result can be cancelled (pthread_cancel). No
 * other function of this library is left in the middle by a cancellation. A thread that
 * runs a loop must not be cancelled: its tasks would stay as they are, and no thread
 * would run them. */
#ifndef ASYNCIO_EXECUTOR_H
#define ASYNCIO_EXECUTOR_H

#include "tasks.h"

#include <netdb.h>
#include <sys/socket.h>

struct addrinfo; /* which netdb.h may hide from strict C11 */

/* loop.call_soon_threadsafe(), any thread: schedules the handle, and wakes the loop,
 * which calls it in one of its next passes; the handles of one thread in their order. In
 * the loop's own thread, and where no other thread could run the loop, it is
 * loop_call_soon. The handle is borrowed: it must lie there until it is called, and only
 * the loop's thread may cancel it. Until a thread knows that the loop has called the
 * handle, it must not schedule it again: what the loop does with a handle no other thread
 * can see. Returns 0; -ESHUTDOWN: the loop is closed; -EBUSY: the handle is somewhere
 * already. */
MUST_CHECK int loop_call_soon_threadsafe(Loop *loop, Handle *handle);

/* await asyncio.to_thread(fn, arg): calls fn on a thread of the pool, where it may
 * block, and waits until it has returned. Returns what fn returns (a positive status is
 * -EINVAL), and writes *result only if that is 0; result may be NULL. -ECANCELED: the
 * task was cancelled, and the call may go on; or the loop is closed. -EPERM: no task is
 * running. arg must outlive the call, also if the task is cancelled: the call has ended
 * if this returns anything but -ECANCELED (examples/hash_files.c of chapter 5 shows how
 * to wait for its end). Refused like loop_run_in_executor. */
MUST_CHECK int asyncio_to_thread(CoroutineFn *fn, void *arg, void **result);

/* loop.run_in_executor(None, fn, arg): calls fn on a thread of the pool, and returns a
 * new reference to a future, which has the status and the value of fn. If it is
 * cancelled before a thread has begun the call, fn never runs; if later, fn runs to its
 * end, and what it returns is dropped. The same happens when the loop is closed. If it
 * is refused, the future has failed: -ESHUTDOWN, the loop is closed, or its executor
 * shut down; -EAGAIN, there can be no thread. NULL: there is no memory, or no loop.
 *
 * pthread_cancel does nothing to a thread of the pool. If fn ends its thread all the
 * same, with pthread_exit for example, the call has failed with -ECANCELED, and the pool
 * starts another thread. */
Future *loop_run_in_executor(Loop *loop, CoroutineFn *fn, void *arg);

/* await loop.shutdown_default_executor(timeout): the loop's executor takes no more
 * calls, and this waits until those it has are over; asyncio_run ends with it. In a task
 * only the task waits; outside of one it runs the loop meanwhile. Returns 0, also if the
 * loop is closed; -ETIMEDOUT: calls go on after so many seconds (negative: no limit);
 * -EPERM: in a callback it cannot wait; -EINVAL: NaN, no loop, or another loop runs; or
 * why the run ended. */
MUST_CHECK int loop_shutdown_default_executor(Loop *loop, double timeout);

/* concurrent.futures.Future: what a thread holds of a coroutine that a loop runs. The
 * functions about it are for any thread. NULL is a future that has failed with
 * -ENOMEM. */
typedef struct ThreadFuture ThreadFuture;

/* asyncio.run_coroutine_threadsafe(fn(arg), loop), any thread: has the loop make a task
 * of fn(arg). Borrows arg. Returns a future that the caller frees. If the loop is
 * closed, the future has failed with -ESHUTDOWN. NULL: there is no memory. */
ThreadFuture *asyncio_run_coroutine_threadsafe(Loop *loop, CoroutineFn *fn, void *arg);

/* future.result(timeout): blocks this thread until the coroutine has ended, and returns
 * its status, any number of times. value may be NULL; otherwise the coroutine's value is
 * stored there, or NULL if there is none. -ETIMEDOUT: it has not ended within so many
 * seconds (negative: no limit; 0: does not wait); -ECANCELED: it was cancelled, or its
 * loop was closed before it had ended; -EDEADLK: it has not ended, and no other thread
 * could run it while this one waits; -EINVAL: the timeout is NaN. */
MUST_CHECK int thread_future_result(ThreadFuture *future, double timeout, void **value);

/* future.cancel(): the future is cancelled at once, and the loop cancels its task.
 * Returns false, and does nothing, if the future is done already. */
bool thread_future_cancel(ThreadFuture *future);

/* Frees the caller's reference, at any time. The task runs on. */
void thread_future_free(ThreadFuture *future);

/* await loop.getaddrinfo(): getaddrinfo(3) on a thread of the pool. It copies its
 * arguments, so that they need not outlive the call; each of them but the loop may be
 * NULL. On 0 the result belongs to the caller, who calls freeaddrinfo; otherwise NULL is
 * stored. -ENOENT: there is no such name; -EAGAIN: it cannot be looked up now; -ENOMEM;
 * -ECANCELED; -EPERM: no task is running; -EINVAL: the task belongs to another loop, or
 * an argument is refused; -ESHUTDOWN: the executor is shut down; or the system's
 * error. */
MUST_CHECK int loop_getaddrinfo(Loop *loop, const char *host, const char *service,
                     const struct addrinfo *hints, struct addrinfo **result);

/* gai_strerror(3): returns a sentence about an error of loop_getaddrinfo, or of opening
 * a stream to a host. (strerror(3) would say of -ENOENT that there is no such file.) */
const char *getaddrinfo_strerror(int error);

/* Notes where the call was made, for debug mode: see instruments/made.h. */
#define loop_run_in_executor(...) \
	made_here(loop_run_in_executor(__VA_ARGS__), __FILE__, __LINE__)

#endif
