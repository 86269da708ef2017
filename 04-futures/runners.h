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
 * The first SIGINT cancels main, as soon as the loop runs again; the second one ends the
 * run without waiting for main. The run returns -EINTR if main then ends with -ECANCELED
 * and nothing else has requested its cancellation, or if main ends with success before
 * the request is delivered. A second SIGINT that comes before the loop runs again,
 * because main computes or blocks, ends the process. If SIGINT is ignored or handled
 * when the run begins, all this stays as it is.
 *
 * A coroutine may call fork(2). In the child the run ends when that coroutine returns:
 * each wait of it fails with -ECANCELED there. The child's run returns what main has
 * returned, or -ESHUTDOWN. The child may call asyncio_run itself, in the coroutine. */
MUST_CHECK int asyncio_run(CoroutineFn *main, void *arg, void **result);

/* loop.run_until_complete(future): runs the loop until the future is done. Takes the
 * future then, and returns its error. If it is not done, it is still the caller's:
 * -EINTR, the loop was stopped; -EDEADLK; -EBUSY; -ESHUTDOWN, the loop is closed;
 * -EINVAL, it belongs to another loop. */
MUST_CHECK int loop_run_until_complete(Loop *loop, Future *future, void **result);

#endif
