/* runners.h - from a plain function into a coroutine and back: asyncio.run. */
#ifndef ASYNCIO_RUNNERS_H
#define ASYNCIO_RUNNERS_H

#include "tasks.h"

/* asyncio.run(main(arg)): makes a loop, runs main in it, then asks the tasks that
 * are left over to end, waits for them, and closes the loop. Returns what main
 * returned, or an error: -EBUSY, a loop runs in this thread; -EDEADLK, nothing could
 * wake main any more; -EINTR, SIGINT has come: main was cancelled, and a second one
 * did not wait for it; -ENOMEM; or the reason why no loop could be made, such as
 * -EMFILE. Looks at arg. Where no value came, NULL is stored in result, which may be
 * NULL. */
int asyncio_run(CoroutineFn *main, void *arg, void **result);

/* loop.run_until_complete(future): runs the loop until it is done. Takes it, once it
 * is done, and returns its error. If it is not done it is still yours: -EINTR, the
 * loop was stopped; -EDEADLK; -EBUSY; -ESHUTDOWN, the loop is closed; -EINVAL, it is
 * another loop's. */
int loop_run_until_complete(Loop *loop, Future *future, void **result);

#endif
