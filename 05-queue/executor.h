/* executor.h - threads: from other threads into the loop, and from the loop to threads
 * that may block.
 *
 * Another thread may call the functions that say "any thread", and no other function of
 * this library on somebody else's loop. A loop may be made by one thread and run by
 * another, whose it is then. One that has been closed or freed is as good as one that is
 * open: they refuse. But what is given to a freed loop's address could reach a new loop
 * that lies there now. In a child of fork(2) all loops of its parent are closed, and the
 * pool has no thread: the child's loops begin one of their own.
 *
 * A thread that waits in thread_future_result can be cancelled (pthread_cancel), and no
 * other function of this library ends its thread in the middle. A thread that runs a loop
 * must not be cancelled: its tasks would stay as they are, and nobody would run them. */
#ifndef ASYNCIO_EXECUTOR_H
#define ASYNCIO_EXECUTOR_H

#include "tasks.h"

#include <netdb.h>
#include <sys/socket.h>

struct addrinfo; /* which netdb.h may hide from strict C11 */

/* loop.call_soon_threadsafe(), any thread: wakes the loop, which calls the handle in one
 * of its next passes; those of one thread in their order. In the loop's own thread it
 * is loop_call_soon. Looks at the handle, which only the loop's thread may cancel.
 * -ESHUTDOWN: the loop is closed; -EBUSY: the handle is somewhere already. */
MUST_CHECK int loop_call_soon_threadsafe(Loop *loop, Handle *handle);

/* await asyncio.to_thread(fn, arg): calls fn on a thread of the pool, where it may block,
 * and waits for it. arg must outlive the call, even if nobody waits for that any more:
 * the call has ended when this returns anything but -ECANCELED (examples/hash_files.c of
 * chapter 5 shows what to do then). *result is written only on 0. Returns what fn has, or
 * -ECANCELED, and then the call may go on; -EPERM: no task is running. */
MUST_CHECK int asyncio_to_thread(CoroutineFn *fn, void *arg, void **result);

/* loop.run_in_executor(None, fn, arg): the same, as a future, which is yours. Cancelled
 * before a thread is free, fn never runs; cancelled later, what it brings is dropped. So
 * it is when the loop is closed. Refused, it has failed: -ESHUTDOWN, the loop or its
 * executor is; -EAGAIN, there can be no thread. NULL: no memory.
 *
 * pthread_cancel does nothing to a thread of the pool. If fn ends its thread all the
 * same, with pthread_exit for example, the call ends with -ECANCELED, and the pool begins
 * another thread. */
Future *loop_run_in_executor(Loop *loop, CoroutineFn *fn, void *arg);

/* await loop.shutdown_default_executor(timeout): takes no more calls, and waits for those
 * it has; asyncio_run ends with it. Outside a task it runs the loop meanwhile.
 * -ETIMEDOUT: some go on after so many seconds (negative: no limit); -EPERM: in a
 * callback it cannot wait; -EINVAL: NaN, no loop, or another one runs; or why the run
 * ended. */
MUST_CHECK int loop_shutdown_default_executor(Loop *loop, double timeout);

/* concurrent.futures.Future: what a thread has of a coroutine that a loop runs. All three
 * functions: any thread. A NULL one has failed with -ENOMEM. */
typedef struct ThreadFuture ThreadFuture;

/* asyncio.run_coroutine_threadsafe(fn(arg), loop), any thread: the loop makes a task of
 * it. Yours to free. Looks at arg. Refused, it has failed: -ESHUTDOWN, the loop is
 * closed. NULL: no memory. */
ThreadFuture *asyncio_run_coroutine_threadsafe(Loop *loop, CoroutineFn *fn, void *arg);

/* future.result(timeout): blocks this thread until the coroutine has ended, and returns
 * what it has, any number of times; -ETIMEDOUT: not within so many seconds (negative: no
 * limit); -ECANCELED: it was cancelled, or its loop closed before; -EDEADLK: to wait is
 * in vain, for no other thread can run it; -EINVAL: NaN. value may be NULL; where none
 * came, NULL is stored. */
MUST_CHECK int thread_future_result(ThreadFuture *future, double timeout, void **value);

/* future.cancel(): it is cancelled, and its task asked to end. false: it was done. */
bool thread_future_cancel(ThreadFuture *future);

/* At any time. The task runs on. */
void thread_future_free(ThreadFuture *future);

/* await loop.getaddrinfo(): getaddrinfo(3) on a thread of the pool. Copies what it is
 * given; all but the loop may be NULL. The result is yours, for freeaddrinfo; stored is
 * NULL if it fails: -ENOENT, there is no such name; -EAGAIN, try again; -ENOMEM;
 * -ECANCELED; -EPERM, no task is running; -EINVAL; or the system's. */
MUST_CHECK int loop_getaddrinfo(Loop *loop, const char *host, const char *service,
                     const struct addrinfo *hints, struct addrinfo **result);

/* gai_strerror(3): what an error of the above, or of a stream that was to be opened to a
 * host, means. strerror(3) says of -ENOENT that there is no such file. */
const char *getaddrinfo_strerror(int error);

/* Where it was made, for debug mode: see instruments/made.h. */
#define loop_run_in_executor(...) \
	made_here(loop_run_in_executor(__VA_ARGS__), __FILE__, __LINE__)

#endif
