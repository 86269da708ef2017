/* runners.h - from a plain function into a coroutine and back: asyncio.run. */
#ifndef ASYNCIO_RUNNERS_H
#define ASYNCIO_RUNNERS_H

#include "tasks.h"

/* asyncio.run(main(arg)): makes a loop, runs main in it, then cancels the tasks that are
 * left over, waits for them, and closes the loop. Returns what main returned, or an
 * error: -EBUSY, a loop runs in this thread; -EDEADLK, nothing could wake main any more;
 * -EINTR, SIGINT has come, see below; -ENOMEM, or why there can be no loop or no pipe
 * for SIGINT (-EMFILE, for example), and then main has not run. If there is no value,
 * NULL is stored in result, which may be NULL.
 *
 * The first SIGINT cancels main, when the loop gets to it; the second one ends the run
 * without waiting for main. The run returns -EINTR if main then ends with -ECANCELED,
 * and no other request to cancel it was there, or if main ended well before it heard of
 * a signal. A second SIGINT that comes before the loop got to the first one, because
 * main computes or blocks, ends the process. If SIGINT is ignored or handled when the
 * run begins, all this stays as it is.
 *
 * In a child of fork(2) that a coroutine has made the run ends as soon as that coroutine
 * waits in vain (-ECANCELED) and returns: with what main has returned, or -ESHUTDOWN.
 * The child may call asyncio_run itself, in the coroutine. */
MUST_CHECK int asyncio_run(CoroutineFn *main, void *arg, void **result);

/* loop.run_until_complete(future): runs the loop until the future is done. Takes the
 * future then, and returns its error. If it is not done, it is still the caller's:
 * -EINTR, the loop was stopped; -EDEADLK; -EBUSY; -ESHUTDOWN, the loop is closed;
 * -EINVAL, it belongs to another loop. */
MUST_CHECK int loop_run_until_complete(Loop *loop, Future *future, void **result);

#endif
